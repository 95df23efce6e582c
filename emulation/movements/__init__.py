"""Movements (phong trào): launched, joined, carried out, closed."""
