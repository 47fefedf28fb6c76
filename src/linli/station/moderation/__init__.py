"""Items, reports, decisions with statements of reasons."""
