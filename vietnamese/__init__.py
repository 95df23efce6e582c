"""Vietnamese text: numbers and dates both ways, number words, search, labels in sentences."""
