#!/bin/sh
# Prepares, checks and runs every test, the contract once more on Node 24; ends with the true counts, whatever failed.
set -u
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
status=0

run() {
  name=$1 node=$2
  shift 2
  "$node" node_modules/vitest/vitest.mjs run --reporter=default --reporter=json --outputFile.json="$results/$name.json" "$@" || status=1
}

"${MAKE:-make}" --no-print-directory setup build || status=1
if [ "$status" = 0 ]; then
  "${MAKE:-make}" --no-print-directory check || status=1
  run all node --coverage
fi
if [ "$status" = 0 ] && [ "$(node -p 'process.versions.node.split(".")[0]')" != 24 ]; then
  for node24 in .cache/node24/*/bin/node; do
    [ -x "$node24" ] && run node24 "$node24" --project 'contract-*'
  done
fi

node -e '
const { readdirSync, readFileSync } = require("node:fs");
const [dir, status] = process.argv.slice(1);
let passed = 0, failed = 0;
for (const file of readdirSync(dir)) {
  const result = JSON.parse(readFileSync(`${dir}/${file}`, "utf8"));
  passed += result.numPassedTests;
  failed += result.numFailedTests + result.testResults.filter((suite) => suite.status === "failed" && suite.assertionResults.length === 0).length;
}
if (status !== "0" && failed === 0) failed = 1;
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
' "$results" "$status"
