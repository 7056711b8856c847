"""The report as Word files."""
