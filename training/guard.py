"""Writes the guard that `linli train` measures itself against: `python -m training.guard`.

The lines of our own test part about attacks and what is mistaken for one: never learnt from.
"""

from __future__ import annotations

import json
from pathlib import Path

from training.encoder.rows import OWN

GUARD = Path(__file__).parents[1] / "src" / "linli" / "data" / "models" / "guard.jsonl"

FILES = ("abuse", "hate", "defend", "report", "ordinary")


def main() -> None:
    lines = []
    for name in FILES:
        for line in (OWN / f"{name}.test.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            harmful = bool({"abuse", "hate"} & set(row["labels"]))
            lines.append(json.dumps({"text": row["text"], "harmful": harmful, "part": name}, ensure_ascii=False))
    GUARD.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
