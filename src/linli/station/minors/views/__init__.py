"""The pages of minors' mode: setting up, the child's own page, the guardian's, the help door."""
