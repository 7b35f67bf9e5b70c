"""Alerts to users."""
