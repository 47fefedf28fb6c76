"""邻里小院: a small neighbourhood forum that hands its content to a Linli station, over the public API alone."""
