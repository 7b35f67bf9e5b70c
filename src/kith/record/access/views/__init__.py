"""The pages of access, a module for each concept."""
