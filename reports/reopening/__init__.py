"""What reopening a province's accepted half-year moves."""
