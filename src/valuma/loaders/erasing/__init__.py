"""Erasing: the rows of one respondent taken out of the files that hold them, everything else kept."""
