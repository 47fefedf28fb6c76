"""Claims that people ask about, checks with sources, labels, and what other stations checked."""
