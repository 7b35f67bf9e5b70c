"""What everything else stands on: problems told in full, dates and months, identifiers, outputs that appear whole."""
