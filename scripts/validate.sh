#!/bin/sh
# Checks the manifests with all that is at hand, and says what that was.
set -eu
cd "$(dirname "$0")/.."
kubectl=${KUBECTL:-kubectl}

echo "validate: kubectl kustomize, strict schemas from @kubernetes/client-node and our own, policies"
node node_modules/vitest/vitest.mjs run --project manifests

if [ -n "${SYNAPSE_SCHEMAS:-}" ]; then
  echo "validate: published schemas of $SYNAPSE_SCHEMAS: checked"
else
  echo "validate: published schemas: not at hand (SYNAPSE_SCHEMAS names their folder)"
fi

if $kubectl version --request-timeout=3s >/dev/null 2>&1; then
  for overlay in demo homelab production; do
    $kubectl apply --server-side --dry-run=server --field-manager=synapse-validate \
      -k "kustomize/overlays/$overlay" >/dev/null
  done
  echo "validate: the API server of $($kubectl config current-context) takes the overlays (dry run)"
else
  echo "validate: API server: none can be reached, so no dry run"
fi
