"""Who may see what of whom, in one readable place; restrictions, and breaking the glass."""
