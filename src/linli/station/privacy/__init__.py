"""A person's rights over every app: see, copy, correct, delete, move, withdraw, have explained; and retention."""
