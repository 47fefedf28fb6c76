"""The append-only, hash-chained record; anyone can verify an export offline."""
