#!/bin/sh
# release-gateway-remote.sh — builds and pushes the functions' images on another host, by ssh, and rolls them out here by
# their digests.
#   FORGE_HOST (forge)  REMOTE_DIR ($HOME/synapse-build there)  GATEWAY_REMOTE_TAG (UTC time)  REGISTRY  OVERLAY (homelab)
#   FUNCTIONS (all of the overlay)  KUBECTL (kubectl)  NAMESPACE (llm-infra)
set -eu
cd "$(dirname "$0")/.."
host=${FORGE_HOST:-forge} remote=${REMOTE_DIR:-} tag=${GATEWAY_REMOTE_TAG:-$(date -u +%Y%m%d%H%M%S)}
registry=${REGISTRY:-registry.arunlabs.com} overlay=${OVERLAY:-homelab} namespace=${NAMESPACE:-llm-infra}
kubectl=${KUBECTL:-kubectl}
functions=${FUNCTIONS:-health llm voices tts stt speakers audio dashboard embedded}
case $tag in *[!A-Za-z0-9_.-]* | '') echo "GATEWAY_REMOTE_TAG: \"$tag\" is not a tag" >&2; exit 1 ;; esac
[ -n "$remote" ] || remote=$(ssh "$host" 'printf %s "$HOME/synapse-build"')
revision=$(git rev-parse HEAD 2>/dev/null || echo unknown)

echo "copying to $host:$remote"
# What is there and not here is deleted, so it must be a copy of this project.
ssh "$host" "mkdir -p '$remote' && cd '$remote' && { [ -z \"\$(ls -A)\" ] || [ -f deploy.mk ]; }" ||
  { echo "$host:$remote is neither empty nor a copy of this project; nothing was copied" >&2; exit 1; }
rsync -az --delete --exclude .git --exclude node_modules --exclude dist --exclude .cache --exclude .synapse \
  --exclude '*secrets.yaml' --exclude gateway-secrets.yaml --exclude '*.tar' --exclude '*.tar.part' ./ "$host:$remote/"

pins=''
for fn in $functions; do
  image=$registry/synapse-$fn
  target=function
  [ "$fn" = embedded ] && target=embedded
  echo "building $image:$tag on $host"
  ssh "$host" "cd '$remote' && SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || echo 0) docker build --quiet --target $target --build-arg FUNCTION=$fn --build-arg REVISION=$revision \
    -t '$image:$tag' . && docker push --quiet '$image:$tag'" >/dev/null
  digest=$(ssh "$host" "docker inspect --format '{{range .RepoDigests}}{{println .}}{{end}}' '$image:$tag'" |
    grep "^$image@" | head -n 1)
  printf '%s' "$digest" | grep -Eq "^$image@sha256:[0-9a-f]{64}\$" ||
    { echo "$host does not name a digest of $image:$tag; nothing was rolled out" >&2; exit 1; }
  pins="$pins registry.arunlabs.com/synapse-$fn=$digest"
done

# shellcheck disable=SC2086
node scripts/pin-images.mjs "kustomize/overlays/$overlay" $pins
parts='infra gateway'
# The engines also stand in for servers of their own.
case " $functions " in *' embedded '*)
  built=$($kubectl kustomize "kustomize/overlays/$overlay")
  for part in speaker audio; do
    if printf '%s\n' "$built" | grep -q "synapse/part: $part\$"; then parts="$parts $part"; fi
  done ;;
esac
# shellcheck disable=SC2086
OVERLAY=$overlay NAMESPACE=$namespace KUBECTL=$kubectl WAIT=300s scripts/deploy.sh $parts
echo 'running now:'
$kubectl -n "$namespace" get pods -l synapse/role=function \
  -o jsonpath='{range .items[*]}{.metadata.name}{"\t"}{.status.containerStatuses[?(@.name=="function")].imageID}{"\n"}{end}'
