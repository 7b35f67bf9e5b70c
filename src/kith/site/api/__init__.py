"""The same records for other programs, under the same rules: addresses generic from the declarations of the slices, open to tokens alone."""
