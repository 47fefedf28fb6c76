"""The lean ASGI application behind `POST /assess`: advice on items, nothing stored, no web framework."""
