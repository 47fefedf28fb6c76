"""Where the library runs: local files, the HTTP end point, archives, live streams."""
