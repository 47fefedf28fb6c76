"""Communities, and the tree of centres, stations, schools, bases, partners."""
