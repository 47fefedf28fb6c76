"""Writes the compiled form of the shipped lexicon packs. Run it after a change of a pack or of what an entry holds.

`.venv/bin/python tools/build_lexicon.py`; a test fails while the compiled form is not that of the packs.
"""

from __future__ import annotations

from linli import files
from linli.detectors import lexicon_store

if __name__ == "__main__":
    target = files.ROOT / lexicon_store.COMPILED
    target.write_text(lexicon_store.compiled(), encoding="utf-8", newline="\n")
    print(f"{target.name}: {len(lexicon_store.parsed())} entries, {target.stat().st_size} bytes")
