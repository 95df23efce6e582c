"""The form in which a province enters its half-year."""
