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

if ! $kubectl version --request-timeout=3s >/dev/null 2>&1; then
  echo "validate: API server: none can be reached, so no dry run"
elif ! $kubectl get namespace llm-infra >/dev/null 2>&1 ||
  ! $kubectl get crd services.serving.knative.dev ingresses.networking.internal.knative.dev >/dev/null 2>&1; then
  # What is in a namespace cannot be tried before the namespace is there, nor a kind that nobody has installed.
  echo "validate: API server: no dry run before Knative is installed and 'make deploy-infra' has made the namespace"
else
  folders=''
  for overlay in demo homelab production; do
    folders="$folders kustomize/overlays/$overlay kustomize/overlays/$overlay/ingress"
  done
  for folder in $folders; do
    if $kubectl kustomize "$folder" | grep -q '^apiVersion: cert-manager.io/' &&
      ! $kubectl get crd certificates.cert-manager.io >/dev/null 2>&1; then
      echo "validate: API server: $folder is left out, cert-manager is not installed"
      continue
    fi
    $kubectl apply --server-side --dry-run=server --force-conflicts --field-manager=synapse-validate -k "$folder" >/dev/null
  done
  echo "validate: the API server of $($kubectl config current-context) takes the overlays (dry run)"
fi
