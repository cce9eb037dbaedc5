"""How much of everything."""

MAX_ENGINES_PER_USER = 2
MAX_AGE = 300
