"""Readers of survey files: each turns one format into `RawSurvey`, which becomes a `Survey` in one way for all."""
