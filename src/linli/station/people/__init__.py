"""Sign-in, roles, guardians; no more about a person than a role needs."""
