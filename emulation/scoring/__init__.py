"""Points from rules and figures: pure functions, without a database."""
