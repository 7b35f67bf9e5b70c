"""The migrations of relocations."""
