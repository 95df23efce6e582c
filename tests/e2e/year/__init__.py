"""The parts of a year of the contest, each done by its officers in the browser."""
