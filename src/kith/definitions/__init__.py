"""Every code list, term and place once, as data, each with its source and the years it holds."""
