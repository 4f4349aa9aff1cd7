#!/bin/sh
# Runs the fault wall with every operation on both HTTP stacks, rewrites docs/FAULTS.md, and prints the table operation ×
# fault: what the client saw, whether all sides were right, and the counts.
set -u
SYNAPSE_FAULTS_RESULTS=$(mktemp)
export SYNAPSE_FAULTS_RESULTS SYNAPSE_FAULTS_WRITE=1 SYNAPSE_FAULTS_ALL=1
trap 'rm -f "$SYNAPSE_FAULTS_RESULTS"' EXIT
status=0
begun=$(date +%s)
node node_modules/vitest/vitest.mjs run --project faults "$@" || status=1
SYNAPSE_TEST_KILLS=500 node node_modules/vitest/vitest.mjs run --project unit lib/voices/killed.test.ts || status=1
node test/faults/print.mjs "$SYNAPSE_FAULTS_RESULTS" $(($(date +%s) - begun)) || status=1
exit $status
