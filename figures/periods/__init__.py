"""The half-years and their dates."""
