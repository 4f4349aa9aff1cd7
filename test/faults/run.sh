#!/bin/sh
# Runs the fault wall, rewrites docs/FAULTS.md, and prints the table fault × operation: what the client saw, and whether
# it was right on both HTTP stacks.
set -u
SYNAPSE_FAULTS_RESULTS=$(mktemp)
export SYNAPSE_FAULTS_RESULTS SYNAPSE_FAULTS_WRITE=1
trap 'rm -f "$SYNAPSE_FAULTS_RESULTS"' EXIT
status=0
node node_modules/vitest/vitest.mjs run --project faults "$@" || status=1
SYNAPSE_TEST_KILLS=500 node node_modules/vitest/vitest.mjs run --project unit lib/voices/killed.test.ts || status=1
node test/faults/print.mjs "$SYNAPSE_FAULTS_RESULTS" || status=1
exit $status
