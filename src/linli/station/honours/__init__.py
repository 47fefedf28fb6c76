"""Good deeds: proposed, agreed to by who did them, verified by two, shown openly for a week, then told."""
