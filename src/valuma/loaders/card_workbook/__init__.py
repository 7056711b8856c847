"""Cards as an Excel workbook and back."""
