"""Certificates and badges that anyone can verify: Open Badges 3, signed by the community's key."""
