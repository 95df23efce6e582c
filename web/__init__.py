"""What every page has in common: fields, files of lists, expired forms, uploads, marks. Knows no app."""
