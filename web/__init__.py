"""What every page has in common: fields, files in and out, forms sent late or twice. Knows no app."""
