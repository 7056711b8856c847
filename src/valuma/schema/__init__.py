"""Ground floor: vocabularies, table contracts, problems and the reader of declarative files."""
