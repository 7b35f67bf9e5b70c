"""The tables of harms."""
