"""What comes in: an authority's own files, read into rows of the dataset."""
