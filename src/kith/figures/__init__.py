"""What goes out: figures from the dataset, and the pages, workbooks and returns that carry them."""
