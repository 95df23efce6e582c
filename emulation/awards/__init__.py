"""Titles, dossiers and honours (khen thưởng), and their papers."""
