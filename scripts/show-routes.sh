#!/bin/sh
# show-routes.sh — the public paths of the overlay and the functions behind them.   OVERLAY  KUBECTL
set -eu
cd "$(dirname "$0")/.."
${KUBECTL:-kubectl} kustomize "kustomize/overlays/${OVERLAY:-homelab}/ingress" | awk '
  /^  - hosts:/ { getline; host = $2 }
  /^  hostnames:/ { getline; host = $2 }
  /^        hostname:/ { split($2, name, ".") }
  /^        value: \// { printf "https://%s%-12s → %s\n", host, $2, name[1] }
  /^      - path:/ { path = $3 }
  /rewriteHost:/ { split($2, name, "."); printf "https://%s%-12s → %s\n", host, path, name[1] }'
