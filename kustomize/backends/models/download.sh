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
curl -sS --fail --location --continue-at - --retry 20 --retry-delay 5 --retry-all-errors \
  --output "$file.part" "$url"
if ! echo "$wanted  $file.part" | sha256sum -c - >/dev/null; then
  rm -f "$file.part"
  echo "the checksum of $file is wrong; it was removed" >&2
  exit 1
fi
mv "$file.part" "$file"
echo "$file is complete"
