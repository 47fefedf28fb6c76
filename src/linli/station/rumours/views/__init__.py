"""The pages: asking and reading, feeds, and the editors' desk."""
