"""The parts of a year of the contest, each act as its officer does it in the pages."""
