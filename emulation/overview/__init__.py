"""The first page of a year, the board of what is due, and what is owed in the contest."""
