"""Civility codes: written clause by clause, discussed openly, adopted by two, and the helper that rests on them."""
