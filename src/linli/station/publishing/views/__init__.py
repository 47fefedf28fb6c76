"""Reading, feeds, pictures, writing."""
