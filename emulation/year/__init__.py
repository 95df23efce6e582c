"""A year of the contest: its dates, who takes part, its menu, what every page of it has in common."""
