"""Worklists: every clock of those whom a user is responsible for, what was answered to it, and what an authority changed of it."""
