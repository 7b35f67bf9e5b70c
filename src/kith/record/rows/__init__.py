"""What every row that people edit shares: its columns, its writes, its forms and the pages that list, add, change and mark it."""
