"""API keys, webhooks, connectors."""
