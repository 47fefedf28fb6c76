"""The home page and 我的事."""
