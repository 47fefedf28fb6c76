"""Minors' mode: one Plan a child, agreed and readable by both; minutes that no device can spend twice."""
