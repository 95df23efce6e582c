"""The cross-check (chấm chéo): who checks whom, the points, the answers."""
