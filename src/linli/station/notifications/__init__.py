"""Pages, feeds, e-mail: one way to tell a person."""
