"""The pages of who checks: the provinces of a half-year, one of them, who is late."""
