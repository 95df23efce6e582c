"""The history of every half-year: written by database triggers, chained and verified."""
