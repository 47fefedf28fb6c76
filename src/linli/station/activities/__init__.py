"""Events and volunteering: joining, checking in and out, hours confirmed from two sides, proofs."""
