"""The public pages of moderation: reporting, a notice with its reasons, appealing, the rules."""
