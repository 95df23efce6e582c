"""A half-year as one sheet: its rows, earlier values, findings and requested corrections."""
