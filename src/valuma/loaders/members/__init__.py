"""Member lists as people keep them, and how they get into a study."""
