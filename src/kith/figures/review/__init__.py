"""The review: a person says of each candidate move whether harm outside the home was a reason for it."""
