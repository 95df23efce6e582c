"""A merger of provinces as one task: what it moves, what stays, and the page that does it."""
