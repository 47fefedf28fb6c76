"""Public figures and exports."""
