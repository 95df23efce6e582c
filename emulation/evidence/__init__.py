"""Files that stand behind what a province says: what they are, what they are called, where they lie."""
