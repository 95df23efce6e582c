"""The contest's lists as files for spreadsheets and other programs."""
