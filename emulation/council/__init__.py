"""What the council settles: final points, the rule for equal totals, the day from which they stand."""
