#!/bin/sh
# Installs the Debian packages the tests need, when root on Debian; elsewhere names what is missing.
set -eu

packages=""
need() { command -v "$1" >/dev/null 2>&1 || packages="$packages $2"; }
need pocketsphinx_continuous pocketsphinx
need ffmpeg ffmpeg
need python3 python3
need curl curl
need openssl openssl
need ps procps
need faketime faketime
need faketime faketime
need redis-server redis-server
need kubectl kubectl
need chromium chromium
need nginx nginx-light

if [ -z "$packages" ]; then
  :
elif command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  echo "installing$packages …"
  export DEBIAN_FRONTEND=noninteractive
  # shellcheck disable=SC2086
  apt-get install -y -qq --no-install-recommends $packages >/dev/null 2>&1 ||
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends $packages >/dev/null; }
elif command -v pocketsphinx >/dev/null 2>&1; then
  :
else
  echo "some tests need:$packages; install them with 'apt-get install$packages' or 'brew install cmu-pocketsphinx ffmpeg'" >&2
fi

# The second Node the contract is tried on, beside the project's own packages so that `make start` needs none of it.
NODE24=24.21.0
platform=$(node -p '`${process.platform}-${process.arch}`')
if [ ! -x ".cache/node24/$NODE24/bin/node" ]; then
  mkdir -p .cache/node24
  if npm install --silent --no-audit --no-fund --no-save --prefix .cache/node24 "node-$platform@$NODE24" >/dev/null 2>&1; then
    mkdir -p ".cache/node24/$NODE24"
    ln -sfn "../node_modules/node-$platform/bin" ".cache/node24/$NODE24/bin"
  else
    echo "Node 24 cannot be installed for $platform; the contract is tried on $(node --version) only" >&2
  fi
fi
