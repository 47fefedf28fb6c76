"""Ten-minute lessons, what one has learned, and classes."""
