"""What is done without anyone asking: in the background, at its hour, by one process at a time, and seen when it fails."""
