"""Kith: for young people harmed outside the home, and above all for those moved away because of it."""
