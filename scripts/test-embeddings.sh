#!/bin/sh
# test-embeddings.sh [TEXT] — asks for one embedding and prints its dimension.   SYNAPSE_URL
set -eu
url=${SYNAPSE_URL:-https://synapse.arunlabs.com}
text=${1:-Hello from Synapse}
body=$(node -p 'JSON.stringify({ model: "embeddings", input: process.argv[1] })' "$text")
curl -fsS --max-time 120 "$url/v1/embeddings" -H 'content-type: application/json' -d "$body" | node -e '
let text = "";
process.stdin.on("data", (chunk) => (text += chunk)).on("end", () => {
  const { model, data } = JSON.parse(text);
  console.log(`model ${model}, dimension ${data[0].embedding.length}`);
});'
