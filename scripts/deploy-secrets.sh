#!/bin/sh
# deploy-secrets.sh FILE — applies the Secret of the functions, unless its values are weak. Without the file, a Secret
# that the cluster has already is kept.
set -eu
cd "$(dirname "$0")/.."
file=$1 kubectl=${KUBECTL:-kubectl} namespace=${NAMESPACE:-llm-infra}
if [ ! -e "$file" ]; then
  if $kubectl -n "$namespace" get secret synapse-gateway-secrets >/dev/null 2>&1; then
    echo "the cluster keeps the Secret it has ($file does not exist)"
    exit 0
  fi
  echo "$file does not exist; write one with: make gateway-secrets" >&2
  exit 1
fi
node scripts/check-secrets.mjs "$file"
$kubectl get namespace "$namespace" >/dev/null 2>&1 || $kubectl apply -f kustomize/base/namespace.yaml
$kubectl -n "$namespace" apply -f "$file"
