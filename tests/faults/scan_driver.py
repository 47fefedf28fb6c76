"""Runs one scan in its own process, slowly and in small steps, so that a test can kill it: `IN OUT PAUSE [BATCH]`.

Prints the most memory that it needed, in MB.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from linli.engines import files
from linli.engines.files import Job, scan
from linli.vocabulary import Assessment, Item
from tests.engines.files_support import judge


def main() -> None:
    source, out, pause = Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3])
    files.BATCH_ROWS = int(sys.argv[4]) if len(sys.argv) > 4 else 20
    files.COMMIT_SECONDS = 0.0

    def slowly(items: Sequence[Item]) -> list[Assessment]:
        time.sleep(pause)
        return judge(items)

    scan(Job(source, "text", out, "id"), slowly)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


if __name__ == "__main__":
    main()
