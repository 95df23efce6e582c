"""Movements (phong trào): planned, launched, joined, carried out, closed."""
