"""Young people and those around them: names, identifiers, addresses, involvements, merge and unmerge."""
