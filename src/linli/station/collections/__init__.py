"""Digitised culture: collections and their items, found by any two characters, open to harvest."""
