#!/bin/sh
# gateway-secrets.sh FILE — writes the Secret of the functions with random values, readable by you alone.
set -eu
file=${1:-gateway-secrets.yaml}
[ ! -e "$file" ] || { echo "$file is there already; it is not overwritten" >&2; exit 1; }
token=$(node -p 'require("node:crypto").randomBytes(32).toString("hex")')
password=$(node -p 'require("node:crypto").randomBytes(32).toString("hex")')
umask 077
sed -e "s/CHANGE_ME_TO_A_LONG_RANDOM_TOKEN/$token/" -e "s/CHANGE_ME_TO_A_LONG_RANDOM_PASSWORD/$password/" \
  -e '/^#/d' "$(dirname "$0")/../kustomize/secrets/gateway-secrets.example.yaml" > "$file"
echo "$file holds new secrets; apply it with: make deploy-gateway-secrets GATEWAY_SECRETS_FILE=$file"
