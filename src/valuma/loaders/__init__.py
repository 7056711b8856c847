"""Loaders: files of a study folder to a validated study."""
