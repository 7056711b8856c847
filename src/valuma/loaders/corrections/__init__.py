"""Correction forms that coordinators return, read back into cards and member lists."""
