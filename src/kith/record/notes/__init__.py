"""What happened and was said, as people write it down: of a person, a context or an episode; and which of it turned a life."""
