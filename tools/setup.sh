#!/usr/bin/env bash
# Makes .venv with hashed requirements: `tools/setup.sh PYTHON run|dev`. Says plainly what is missing.
set -euo pipefail
cd "$(dirname "$0")/.."
python=$1 kind=$2
say() { printf '%s\n' "$*" >&2; }
if ! command -v "$python" >/dev/null; then
  say "缺少 $python。请先安装 Python 3.11（Debian：apt install python3.11 python3.11-venv），或用 make PYTHON=/path/to/python。"
  say "$python is missing. Install Python 3.11 (Debian: apt install python3.11 python3.11-venv), or call make PYTHON=/path/to/python."
  exit 2
fi
if ! "$python" -c 'import sys; raise SystemExit(sys.version_info < (3, 11))'; then
  say "需要 Python 3.11 或更新的版本，现在是：$("$python" --version)。Python 3.11 or newer is needed."
  exit 2
fi
if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
  say "这个 Python 没有 venv 模块（Debian：apt install python3-venv）。This Python has no venv module (Debian: apt install python3-venv)."
  exit 2
fi
[ -x .venv/bin/python ] || "$python" -m venv .venv
file=requirements.txt; [ "$kind" = dev ] && file=requirements-dev.txt
say "安装依赖（只需一次）… Installing what Linli needs (once) …"
install=(.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes)
if ! "${install[@]}" -r requirements-build.txt || ! "${install[@]}" -r "$file"; then
  say "依赖没有装上：请检查网络或软件源后重试。The requirements could not be installed: check the network or package index and try again."
  exit 2
fi
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
touch ".venv/.$kind"
[ "$kind" = dev ] && touch .venv/.run
say "好了。Ready."
