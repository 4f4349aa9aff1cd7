#!/bin/sh
# Builds the images without a daemon and without pulling, and runs them as a cluster would: as 65532, on a read-only root,
# with /tmp and /config mounted, as process 1. For root on Debian. The pulled base images are stood in for: node's by a
# debootstrap with node from npm, distroless' by the same libraries unpacked from Debian's packages.
#   image-check.sh [FUNCTION…]     default: every function
set -eu
cd "$(dirname "$0")/.."

for tool in buildah debootstrap curl unshare; do
  command -v "$tool" >/dev/null || { echo "image-check needs $tool (apt-get install buildah debootstrap curl)" >&2; exit 1; }
done
[ "$(id -u)" = 0 ] || { echo "image-check needs root, to make root file systems" >&2; exit 1; }

functions=${*:-health llm voices tts stt speakers audio dashboard embedded}
work=$(mktemp -d)
export STORAGE_DRIVER=vfs
storage="--root $work/storage --runroot $work/run"
running=""
cleanup() {
  [ -z "$running" ] || kill "$running" 2>/dev/null || true
  umount "$work"/mnt/config "$work"/mnt/tmp "$work"/mnt 2>/dev/null || true
  buildah $storage umount --all >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap cleanup EXIT INT TERM

node24=$(ls -d "$PWD"/.cache/node24/*/bin/node)
mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null |
  awk '$1 == "deb" { for (i = 2; i <= NF; i++) if ($i ~ /^http/) { print $i; exit } } $1 == "URIs:" { print $2; exit }')

echo "image-check: the stand-ins of the base images"
packages=libc6,libgcc-s1,libstdc++6,ca-certificates,base-files,netbase,tzdata
mkdir -p "$work/base" "$work/debs"
(cd "$work/debs" && apt-get download -qq $(echo $packages | tr , ' ') 2>/dev/null)
for deb in "$work"/debs/*.deb; do dpkg -x "$deb" "$work/base"; done
printf 'root:x:0:0::/root:/sbin/nologin\nnonroot:x:65532:65532::/home/nonroot:/sbin/nologin\n' > "$work/base/etc/passwd"
printf 'root:x:0:\nnonroot:x:65532:\n' > "$work/base/etc/group"
mkdir -p "$work/base/tmp" && chmod 1777 "$work/base/tmp"

debootstrap --variant=minbase "$(. /etc/os-release && echo "$VERSION_CODENAME")" "$work/node" "$mirror" >"$work/debootstrap.log" 2>&1
cp -L "$node24" "$work/node/usr/local/bin/node"
npm=$(node -p 'require("node:path").dirname(require("node:fs").realpathSync(process.argv[1]))' "$(command -v npm)")/..
cp -R "$npm" "$work/node/usr/local/lib/npm"
printf '#!/bin/sh\nexec node /usr/local/lib/npm/bin/npm-cli.js "$@"\n' > "$work/node/usr/local/bin/npm"
chmod +x "$work/node/usr/local/bin/npm"
cp -R /etc/apt/. "$work/node/etc/apt/"
mkdir -p "$work/node/etc/ssl/certs" && cp -RL /etc/ssl/certs/. "$work/node/etc/ssl/certs/"

for image in base node; do
  container=$(buildah $storage from scratch)
  buildah $storage copy -q "$container" "$work/$image" / >/dev/null
  buildah $storage commit -q "$container" "localhost/synapse-check-$image" >/dev/null
  buildah $storage rm "$container" >/dev/null
  rm -rf "${work:?}/$image"
done

check() {
  name=$1 target=function
  [ "$name" = embedded ] && target=embedded
  started=$(date +%s)
  set -- --volume /etc/ssl/certs:/etc/ssl/certs:ro
  [ -f "$HOME/.npmrc" ] && set -- "$@" --volume "$HOME/.npmrc:/root/.npmrc:ro"
  [ -f /etc/npmrc ] && set -- "$@" --volume /etc/npmrc:/usr/local/etc/npmrc:ro
  buildah $storage bud -q --layers --isolation chroot --network host --timestamp 0 "$@" \
    --build-arg NODE_IMAGE=localhost/synapse-check-node --build-arg BASE_IMAGE=localhost/synapse-check-base \
    --build-arg FUNCTION="$name" --build-arg REVISION="$(git rev-parse HEAD)" --target "$target" \
    -t "synapse-$name" . >"$work/build-$name.log" 2>&1 || { tail -30 "$work/build-$name.log"; return 1; }
  container=$(buildah $storage from "synapse-$name")
  root=$(buildah $storage mount "$container")
  size=$(du -sm "$root" | cut -f1) app=$(du -sm "$root/app" | cut -f1)

  mkdir -p "$work/mnt" && mount --bind "$root" "$work/mnt"
  mkdir -p "$work/mnt/config" && mount --bind config "$work/mnt/config"
  mount -t tmpfs -o size=64m,mode=1777 tmpfs "$work/mnt/tmp"
  mount -o remount,ro,bind "$work/mnt"
  port=$(node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
  run="/usr/sbin/chroot --userspec=65532:65532 $work/mnt /usr/local/bin/node"
  env -i $run -e 'try { require("node:fs").writeFileSync("/app/x", ""); process.exit(1); } catch { process.exit(process.getuid() === 65532 ? 0 : 1); }' ||
    { echo "$name: the root can be written, or the user is not 65532" >&2; return 1; }
  env -i PATH=/usr/local/bin:/usr/bin:/bin NODE_ENV=production PORT="$port" NODE_COMPILE_CACHE=/app/.compile-cache \
    FUNCTION_SOURCE=/app/function FUNCTION_TARGET="$name" SYNAPSE_GATEWAY_CONFIG_PATH=/config/embedded.yaml \
    SYNAPSE_EMBEDDED_URL=http://127.0.0.1:9 SYNAPSE_VOICE_LIBRARY_DIR=/tmp/voices SYNAPSE_STATE_DIR=/tmp/state \
    unshare --pid --fork --kill-child=SIGKILL $run /app/node_modules/@google-cloud/functions-framework/build/src/main.js \
    >"$work/run-$name.log" 2>&1 &
  running=$!
  tries=0
  until curl -sf "http://127.0.0.1:$port/readyz" >/dev/null; do
    tries=$((tries + 1))
    [ "$tries" -lt 300 ] || { cat "$work/run-$name.log"; echo "$name: not ready" >&2; return 1; }
    sleep 0.1
  done
  curl -sf "http://127.0.0.1:$port/livez" >/dev/null
  kill -TERM "$(pgrep -P "$running")"
  status=0
  wait "$running" || status=$?
  running=""
  umount "$work/mnt/config" "$work/mnt/tmp" "$work/mnt"
  buildah $storage rm "$container" >/dev/null
  [ "$status" = 0 ] || { cat "$work/run-$name.log"; echo "$name: ended with $status on SIGTERM" >&2; return 1; }
  echo "image-check: synapse-$name: ${size} MB, of it app ${app} MB; built and run in $(($(date +%s) - started)) s"
}

for name in $functions; do check "$name"; done
echo "image-check: all images run as 65532 on a read-only root and end well on SIGTERM"
