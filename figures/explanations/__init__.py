"""Which explanations stand, and which earlier ones are suggested again."""
