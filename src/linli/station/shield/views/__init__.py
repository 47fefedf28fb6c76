"""The pages of the shield: its door, one's own page, a trusted friend's place."""
