#!/bin/sh
# health-check.sh — the namespace, its pods and Services, and what /health says of the backends.
#   SYNAPSE_URL (https://synapse.arunlabs.com)  SYNAPSE_NAMESPACE (llm-infra)  KUBECTL_CMD (kubectl)
set -u
url=${SYNAPSE_URL:-https://synapse.arunlabs.com} namespace=${SYNAPSE_NAMESPACE:-llm-infra} kubectl=${KUBECTL_CMD:-kubectl}
status=0

section() { printf '\n== %s\n' "$1"; }

section "namespace $namespace"
if $kubectl get namespace "$namespace" 2>/dev/null; then
  section 'functions'
  $kubectl -n "$namespace" get ksvc || status=1
  section 'pods'
  $kubectl -n "$namespace" get pods -o wide || status=1
  section 'services'
  $kubectl -n "$namespace" get services || status=1
else
  echo "not found, or no cluster can be reached"
  status=1
fi

section "$url/health"
if body=$(curl -fsS --max-time 30 "$url/health"); then
  printf '%s' "$body" | node -e '
let text = "";
process.stdin.on("data", (chunk) => (text += chunk)).on("end", () => {
  const { status, backends } = JSON.parse(text);
  for (const [name, { status: state, error, breaker }] of Object.entries(backends))
    console.log(`${name.padEnd(20)} ${state}${error ? ` (${error})` : ""}${breaker && breaker !== "closed" ? `, breaker ${breaker}` : ""}`);
  console.log(`all together         ${status}`);
  process.exit(status === "healthy" ? 0 : 1);
});' || status=1
else
  status=1
fi
exit $status
