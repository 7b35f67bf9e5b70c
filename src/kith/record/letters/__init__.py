"""Documents about a person: made from the record in the words of the authority, kept as they went out."""
