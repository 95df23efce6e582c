"""The secret vote: the draft, the ballot, the count, the minutes."""
