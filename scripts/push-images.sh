#!/bin/sh
# push-images.sh — pushes the functions' images and notes the digests that the registry has given them.
#   BUILDER (docker)  REGISTRY  TAG  FUNCTIONS
set -eu
cd "$(dirname "$0")/.."
builder=${BUILDER:-docker}
mkdir -p .cache/digests
for fn in $FUNCTIONS; do
  image=$REGISTRY/synapse-$fn note=.cache/digests/$fn
  rm -f "$note"
  case $builder in
    *docker)
      $builder push "$image:$TAG"
      digest=$($builder inspect --format '{{range .RepoDigests}}{{println .}}{{end}}' "$image:$TAG" |
        sed -n "s|^$image@||p" | head -n 1)
      ;;
    *) # podman and buildah compress anew while they push; only this file has the digest that the registry knows.
      $builder push --digestfile "$note" "$image:$TAG"
      digest=$(cat "$note")
      ;;
  esac
  case $digest in
    sha256:*) echo "$image@$digest" > "$note" ;;
    *) rm -f "$note"; echo "$builder names no digest of $image:$TAG" >&2; exit 1 ;;
  esac
done
