"""Measures of the code's layout, and a comparison of all pages of two checkouts."""
