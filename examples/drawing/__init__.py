"""Draws the example study: fictitious organisations, networks and answers, the same bytes every time."""
