"""What every end point of the public API shares: keys, bodies, errors, pages, repeats."""
