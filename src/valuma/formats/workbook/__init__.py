"""Spreadsheets: Excel workbooks and CSV files read behind guards, workbooks written."""
