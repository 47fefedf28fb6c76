"""Signed federation between stations, and the one safe way to fetch from outside."""
