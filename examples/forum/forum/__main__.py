"""`python -m forum`: bring the forum up on this machine."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run `serve`, or any other management command given."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "forum.settings"  # a station that starts the forum has set its own
    execute_from_command_line(["forum", *(sys.argv[1:] or ["serve"])])


if __name__ == "__main__":
    main()
