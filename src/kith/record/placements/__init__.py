"""Where young people have been when not at home: every stay away, the law behind it, and whether harm outside the home was why."""
