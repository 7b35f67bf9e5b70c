"""Users, teams, the role that each holds, and how they sign in."""
