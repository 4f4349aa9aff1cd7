#!/bin/sh
# test-tts.sh [TEXT] — speaks a text and says how long the audio is.   SYNAPSE_URL
set -eu
url=${SYNAPSE_URL:-https://synapse.arunlabs.com}
file=$(mktemp)
trap 'rm -f "$file"' EXIT
body=$(node -p 'JSON.stringify({ text: process.argv[1] })' "${1:-Hello from Synapse.}")
curl -fsS --max-time 300 "$url/tts/synthesize" -H 'content-type: application/json' -d "$body" -o "$file"
node -e '
const wav = require("node:fs").readFileSync(process.argv[1]);
if (wav.toString("latin1", 0, 4) !== "RIFF") throw new Error("the answer is not a WAV file");
console.log(`${wav.length} bytes, ${((wav.length - 44) / wav.readUInt32LE(28)).toFixed(1)} s at ${wav.readUInt32LE(24)} Hz`);' "$file"
