"""Trains the encoder that ships as `encoder-1`: weights from a package, our heads, int8 out. See ../README.md."""
