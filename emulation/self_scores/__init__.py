"""The self-score (tự chấm): what a province gives itself, and on what it rests."""
