"""Proposals from the public with an answer each, plans with who does what by when, and indicators of it all."""
