"""Points from rules and figures: pure functions over values, which no database knows."""
