"""What every page has in common: fields, files in and out, late and repeated forms. Knows no other app."""
