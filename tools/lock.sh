#!/usr/bin/env bash
# Writes the hashed requirement files. No index address goes into them. Needs `uv` on the PATH or in .venv.
set -euo pipefail
cd "$(dirname "$0")/.."
uv=$(command -v uv || echo .venv/bin/uv)
common=(pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header)
"$uv" "${common[@]}" pyproject.toml --extra station --extra fast -o requirements.txt
"$uv" "${common[@]}" pyproject.toml --extra station --extra fast --group dev --group tables -c requirements.txt -o requirements-dev.txt
"$uv" "${common[@]}" <(echo 'hatchling>=1.27'; echo editables) -o requirements-build.txt
