"""The pledges of a year (giao ước): indicators, targets, signing, and progress against them."""
