"""What the provinces report: the catalogue, the half-years, their cells, checks, steps and history."""
