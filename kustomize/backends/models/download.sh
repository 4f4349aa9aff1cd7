#!/bin/sh
# download.sh FILE URL [SHA256] — fetches a model unless it is there. An interrupted download is resumed; the file gets
# its name only when its checksum is right. Without SHA256 the checksum is the one that Hugging Face declares.
set -eu

file=$1 url=$2 wanted=${3:-}
[ -s "$file" ] && { echo "$file is there"; exit 0; }
mkdir -p "$(dirname "$file")"

if [ -z "$wanted" ]; then
  wanted=$(curl -sSI --fail --retry 5 --retry-all-errors "$url" | tr -d '\r"' |
    awk 'tolower($1) == "x-linked-etag:" { print $2 }')
fi
case $wanted in
  *[!0-9a-f]* | '') echo "no sha256 is known for $url" >&2; exit 1 ;;
esac

echo "fetching $file"
# Each try goes on where the last one ended; curl's own --retry would throw away what it has. A part that is whole already
# is answered with 416, and its checksum decides.
tries=0
until status=$(curl -sS --fail --location --continue-at - --speed-limit 1 --speed-time 60 --write-out '%{http_code}' \
  --output "$file.part" "$url") || [ "$status" = 416 ]; do
  tries=$((tries + 1))
  [ "$tries" -lt 20 ] || { echo "$url: no luck after $tries tries" >&2; exit 1; }
  sleep "${RETRY_SECONDS:-5}"
done
if ! echo "$wanted  $file.part" | sha256sum -c - >/dev/null; then
  rm -f "$file.part"
  echo "the checksum of $file is wrong; it was removed" >&2
  exit 1
fi
mv "$file.part" "$file"
echo "$file is complete"
