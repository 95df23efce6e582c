"""The contest of a year; each folder holds one part of it."""
