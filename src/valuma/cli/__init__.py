"""The command line: parses, calls, shows progress. Nothing is computed here."""
