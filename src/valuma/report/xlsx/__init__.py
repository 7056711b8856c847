"""Figures, tables and results as Excel workbooks."""
