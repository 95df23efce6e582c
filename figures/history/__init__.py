"""The history of every half-year: written by the database itself, chained and verified here."""
