#!/bin/sh
# Says which of the named tools are missing and how to get them, and fails if one is.
missing=""
for tool in "$@"; do
  command -v "$tool" >/dev/null 2>&1 || missing="$missing $tool"
done
if [ -n "$missing" ]; then
  echo "missing:$missing" >&2
  case $missing in *node* | *npm*)
    echo "install Node 20.19 or newer: https://nodejs.org, 'brew install node' or 'sudo apt-get install nodejs npm'" >&2 ;;
  esac
  exit 1
fi
node -e 'const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Node ${process.version} is too old; 20.19 or newer is needed: https://nodejs.org or "brew install node"`);
  process.exit(1);
}'
