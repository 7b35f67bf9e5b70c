"""The figures, each declared once: from the dataset's tables to a tidy frame of figures, and what may be shown of them."""
