"""Study: the validated tables of a study, with their provenance."""
