"""Protection from pile-ons: one tap closes what strangers send, evidence is kept, help is at hand."""
