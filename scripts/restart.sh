#!/bin/sh
# restart.sh — rolls out new pods of what reads the Secret of the functions: Redis first, whose password may have changed,
# then the functions, each beside the old ones.   NAMESPACE  KUBECTL  WAIT (300s)
set -eu
kubectl=${KUBECTL:-kubectl} namespace=${NAMESPACE:-llm-infra}
buses=$($kubectl -n "$namespace" get deployments -l synapse/part=feed-bus -o name)
services=$($kubectl -n "$namespace" get ksvc -l synapse/part=gateway -o name)
for bus in $buses; do
  $kubectl -n "$namespace" rollout restart "$bus"
  $kubectl -n "$namespace" rollout status "$bus" --timeout="${WAIT:-300s}"
done
patch='{"spec":{"template":{"metadata":{"annotations":{"synapse/restarted-at":"'$(date -u +%FT%TZ)'"}}}}}'
for service in $services; do
  $kubectl -n "$namespace" patch "$service" --type merge -p "$patch"
done
