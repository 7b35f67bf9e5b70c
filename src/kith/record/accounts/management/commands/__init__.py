"""Commands of Django that belong to accounts."""
