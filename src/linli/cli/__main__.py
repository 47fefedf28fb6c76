"""`python -m linli.cli` is `linli`."""

from __future__ import annotations

from linli.cli.root import main

raise SystemExit(main())
