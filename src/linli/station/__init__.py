"""The station: where people decide. Django apps, in the order of imports that ARCHITECTURE.md draws."""
