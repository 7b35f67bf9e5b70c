"""Harm in a young person's life: concerns with several kinds at once, episodes with who was in them, and what asked or found it."""
