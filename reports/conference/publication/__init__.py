"""Preparing the conference and publishing its report."""
