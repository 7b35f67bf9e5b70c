"""Documents for families and for other services: a declared context and a template of words become a tagged PDF and a Word file."""
