#!/bin/sh
# pin-pushed.sh — writes the digests that `make push` has noted into an overlay.   OVERLAY  REGISTRY  FUNCTIONS
set -eu
cd "$(dirname "$0")/.."
pins=''
for fn in $FUNCTIONS; do
  image=$REGISTRY/synapse-$fn
  digest=$(cat ".cache/digests/$fn" 2>/dev/null || true)
  case $digest in
    "$image"@sha256:*) pins="$pins registry.arunlabs.com/synapse-$fn=$digest" ;;
    *) echo "$image was not pushed from here; run make push REGISTRY=$REGISTRY" >&2; exit 1 ;;
  esac
done
# shellcheck disable=SC2086
node scripts/pin-images.mjs "kustomize/overlays/$OVERLAY" $pins
