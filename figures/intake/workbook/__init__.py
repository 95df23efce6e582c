"""The province's form as a spreadsheet, out and in."""
