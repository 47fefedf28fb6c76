"""Receipt, case, answer, appeal, for every kind of submission."""
