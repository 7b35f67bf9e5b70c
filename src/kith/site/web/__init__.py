"""Pages made of several slices; no rules of their own."""
