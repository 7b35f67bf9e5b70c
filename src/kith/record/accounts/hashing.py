"""How a password is kept: hard enough to guess for whoever stole the table, cheap enough for a Monday morning."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes and one lane: the first choice of OWASP's password storage cheat sheet.

    Django's own setting (100 MiB, eight lanes) costs ten times as much: 300 people within a minute would need more than both cores
    of a small machine. What was hashed otherwise, or with less, is hashed anew when its owner next signs in.
    """

    memory_cost = 19_456  # KiB
    time_cost = 2
    parallelism = 1
