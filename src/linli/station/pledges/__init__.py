"""Public pledges with evidence, peer review, renewal and complaints; the duties of platforms with their sources."""
