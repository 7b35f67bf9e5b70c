"""Readers of the files that authorities already hold; each knows its files by content, not by name."""
