#!/bin/sh
# deploy.sh PART… — applies parts of the overlay: infra, feed-bus, embed, llm, tts, stt, speaker, audio, gateway; `all` is
# everything. Waits for what it applied; after `gateway` or `all` the public paths follow.
#   OVERLAY (homelab)  NAMESPACE (llm-infra)  KUBECTL (kubectl)  WAIT (300s)
set -eu
cd "$(dirname "$0")/.."
kubectl=${KUBECTL:-kubectl} overlay=${OVERLAY:-homelab} namespace=${NAMESPACE:-llm-infra} wait=${WAIT:-300s}
folder=kustomize/overlays/$overlay
[ -d "$folder" ] || { echo "there is no overlay $overlay; there are: $(ls kustomize/overlays | tr '\n' ' ')" >&2; exit 1; }

built=$(mktemp)
trap 'rm -f "$built"' EXIT
$kubectl kustomize "$folder" > "$built"
own=$(awk '/^kind: Namespace$/ { n = 1 } n && /^  name: / { print $2; exit }' "$built")
[ "$own" = "$namespace" ] ||
  { echo "the overlay $overlay is for the namespace $own, not for NAMESPACE=$namespace; docs/DEPLOYMENT.md tells how to take another" >&2; exit 1; }
echo "the overlay $overlay, for the cluster $($kubectl config current-context 2>/dev/null || echo without a name)"

# The namespace must be there before anything in it.
for part in "$@"; do
  if [ "$part" = all ]; then
    $kubectl apply -l synapse/part=infra -f "$built"
    $kubectl apply -f "$built"
  elif grep -q "synapse/part: $part\$" "$built"; then
    $kubectl apply -l "synapse/part=$part" -f "$built"
  else
    echo "the overlay $overlay has no $part" >&2
    exit 1
  fi
done

for part in "$@"; do
  selector="synapse/part=$part"
  case $part in
    infra) continue ;;
    all) selector=app.kubernetes.io/part-of=synapse ;;
  esac
  if [ "$part" = gateway ] || [ "$part" = all ]; then
    echo "waiting until the functions are ready …"
    $kubectl -n "$namespace" wait ksvc -l "$selector" --for=condition=Ready --timeout="$wait"
    # An ingress object that names a Service which is not ready is not served at all.
    $kubectl apply -k "$folder/ingress"
    paths=$($kubectl kustomize "$folder/ingress")
    # The paths wait for the certificate, and that for the DNS.
    if printf '%s\n' "$paths" | grep -q '^apiVersion: cert-manager.io/'; then
      $kubectl -n "$namespace" wait certificate.cert-manager.io synapse --for=condition=Ready --timeout="$wait" ||
        { echo "there is no certificate yet: $kubectl -n $namespace describe certificate,order,challenge" >&2; exit 1; }
    fi
    if printf '%s\n' "$paths" | grep -q '^apiVersion: networking.internal.knative.dev'; then
      $kubectl -n "$namespace" wait king synapse --for=condition=Ready --timeout="$wait" ||
        { echo "the paths are not served: $kubectl -n $namespace describe king synapse" >&2; exit 1; }
    fi
    if printf '%s\n' "$paths" | grep -q '^kind: HTTPRoute'; then
      $kubectl -n "$namespace" wait httproute synapse --timeout="$wait" \
        --for='jsonpath={.status.parents[0].conditions[?(@.type=="Accepted")].status}=True' ||
        { echo "no Gateway takes the paths: $kubectl -n $namespace describe httproute synapse" >&2; exit 1; }
    fi
  fi
  if [ "$part" != gateway ]; then
    for deployment in $($kubectl -n "$namespace" get deployments -l "$selector,!serving.knative.dev/service" -o name); do
      $kubectl -n "$namespace" rollout status "$deployment" --timeout="$wait" ||
        echo "$deployment is not ready yet; models may still be downloading: $kubectl -n $namespace logs $deployment --all-containers" >&2
    done
  fi
done
