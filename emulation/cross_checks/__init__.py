"""The cross-check (chấm chéo): who checks whom, the points given, the answers."""
