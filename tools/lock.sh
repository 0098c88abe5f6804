#!/bin/sh
# Locks the dependencies: exact versions and hashes for every platform, and no registry's address.
set -eu
cd "$(dirname "$0")/.."
compile() {
  .venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
    --no-header --upgrade "$1" -o "$2"
}
compile requirements.in requirements.lock
compile requirements-dev.in requirements-dev.lock
compile tools/uv.in tools/uv.lock
compile tools/node.in tools/node.lock
npm install --package-lock-only --ignore-scripts --no-audit --no-fund --omit-lockfile-registry-resolved=true
if grep -nE '"resolved"|https?://[^ ]*(simple|registry)' package-lock.json requirements*.lock tools/*.lock; then
  echo "a lock names a registry" >&2
  exit 1
fi
