#!/bin/sh
# ask.sh WORD QUESTION — goes on only when WORD is typed, or given as CONFIRM=WORD where nobody can type.
set -eu
word=$1 question=$2
[ "${CONFIRM:-}" = "$word" ] && exit 0
if [ ! -t 0 ]; then
  echo "$question" >&2
  echo "nothing was done; say CONFIRM=$word to mean it" >&2
  exit 1
fi
printf '%s\nType %s to go on: ' "$question" "$word"
read -r answer
[ "$answer" = "$word" ] || { echo 'nothing was done' >&2; exit 1; }
