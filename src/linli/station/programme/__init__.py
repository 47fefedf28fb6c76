"""Proposals with an answer each, plans, grants, the youth council, indicators of it all and their targets."""
