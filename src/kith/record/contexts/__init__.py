"""Peer groups, schools, places and online spaces as cases of their own: who looks after them, what is done there, who is connected, until when."""
