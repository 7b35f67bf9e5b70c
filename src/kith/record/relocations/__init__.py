"""Moves for safety: deciding on one, making it, who was told, the next home, what must change at home, and the independent look."""
