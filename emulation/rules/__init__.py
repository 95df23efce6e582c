"""The rules of a year as a whole: taken over, checked, tried, locked."""
