#!/bin/sh
# Says which of the named tools are missing, and fails if one is.
missing=""
for tool in "$@"; do
  command -v "$tool" >/dev/null 2>&1 || missing="$missing $tool"
done
[ -z "$missing" ] || { echo "missing:$missing" >&2; exit 1; }
node -e 'const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) { console.error(`Node ${process.version} is too old; 20.19 or newer is needed`); process.exit(1); }'
