"""What was seen, done and refused: a chain of events that cannot be changed quietly."""
