"""Base templates, components, and the form renderer: how every page looks."""
