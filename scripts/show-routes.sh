#!/bin/sh
# show-routes.sh — the public paths of the overlay and the functions behind them.   OVERLAY  KUBECTL
set -eu
cd "$(dirname "$0")/.."
${KUBECTL:-kubectl} kustomize "kustomize/overlays/${OVERLAY:-homelab}/ingress" | awk '
  /^  - hosts:/ { getline; host = $2 }
  /^      - path:/ { path = $3 }
  /rewriteHost:/ { split($2, name, "."); printf "https://%s%-12s → %s\n", host, path, name[1] }'
