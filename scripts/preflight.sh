#!/bin/sh
# preflight.sh — looks whether a cluster has what the overlay needs, and says what to change.   OVERLAY  NAMESPACE  KUBECTL
set -u
kubectl=${KUBECTL:-kubectl} overlay=${OVERLAY:-homelab} namespace=${NAMESPACE:-llm-infra}
status=0
ok() { printf '  ok    %s\n' "$1"; }
warn() { printf '  note  %s\n' "$1"; }
bad() { printf '  MISS  %s\n        → %s\n' "$1" "$2"; status=1; }
value() { $kubectl -n knative-serving get configmap "$1" -o "jsonpath={.data.$2}" 2>/dev/null; }

echo "preflight of $overlay"
built=$($kubectl kustomize "kustomize/overlays/$overlay") || exit 1
paths=$($kubectl kustomize "kustomize/overlays/$overlay/ingress") || exit 1
$kubectl version >/dev/null 2>&1 || { bad 'no cluster can be reached' 'set KUBECONFIG, or KUBECTL="k3s kubectl"'; exit 1; }
ok "cluster $($kubectl config current-context 2>/dev/null)"

version=$($kubectl -n knative-serving get deployment controller -o 'jsonpath={.metadata.labels.app\.kubernetes\.io/version}' 2>/dev/null)
case $version in
  '') bad 'Knative Serving is not installed' 'docs/DEPLOYMENT.md, step 2' ;;
  1.1[5-9].* | 1.[2-9][0-9].* | [2-9].* | devel | v1.1[5-9].* | v1.[2-9][0-9].*) ok "Knative Serving $version" ;;
  *) bad "Knative Serving $version is older than 1.15" 'upgrade it, one minor version at a time' ;;
esac

class=$(value config-network 'ingress-class')
[ -n "$class" ] || class=$(value config-network 'ingress\.class')
wanted=$(printf '%s\n' "$paths" | sed -n 's/.*networking.knative.dev\/ingress.class: //p' | head -n 1)
if printf '%s\n' "$paths" | grep -q '^kind: HTTPRoute'; then
  gateway=$(printf '%s\n' "$paths" | awk '/parentRefs:/ { p = 1 } p && /name:/ && !n { n = $NF } p && /namespace:/ && !s { s = $NF } END { print s, n }')
  if $kubectl -n "${gateway% *}" get gateway.gateway.networking.k8s.io "${gateway#* }" >/dev/null 2>&1; then ok "Gateway ${gateway#* } of ${gateway% *}"
  else bad "there is no Gateway ${gateway#* } in ${gateway% *}" 'parentRefs of kustomize/ingress/gateway-api/http-route.yaml'; fi
elif [ -z "$wanted" ]; then ok 'the paths are not an object of Knative; its ingress class does not matter'
elif [ "$class" = "$wanted" ]; then ok "ingress class $class"
else bad "Knative uses the ingress class \"$class\", the overlay $wanted" "resources of kustomize/overlays/$overlay/ingress: another of kustomize/ingress"; fi

for flag in persistent-volume-claim persistent-volume-write securitycontext; do
  if [ "$(value config-features "kubernetes\\.podspec-$flag")" = enabled ]; then ok "flag kubernetes.podspec-$flag"
  else bad "flag kubernetes.podspec-$flag is off" 'make deploy-cluster-config'; fi
done
most=$(value config-defaults max-revision-timeout-seconds)
if [ "${most:-600}" -ge 3600 ] 2>/dev/null; then ok "requests may take $most s"
else bad "requests may take ${most:-600} s at most; streams need 3600" 'make deploy-cluster-config'; fi
grace=$($kubectl -n knative-serving get deployment activator -o 'jsonpath={.spec.template.spec.terminationGracePeriodSeconds}' 2>/dev/null)
if [ "${grace:-600}" -ge 3600 ] 2>/dev/null; then ok "an activator that stops waits $grace s for its requests"
else warn "an activator that stops (an upgrade, a drained node) cuts requests after ${grace:-600} s: make deploy-cluster-config"; fi
if printf '%s\n' "$paths" | grep -q '^apiVersion: cert-manager.io/'; then
  issuer=$(printf '%s\n' "$paths" | awk '/issuerRef:/ { i = 1 } i && /name:/ && !n { n = $2 } END { print n }')
  if $kubectl get clusterissuer "$issuer" >/dev/null 2>&1; then ok "ClusterIssuer $issuer"
  else bad "there is no ClusterIssuer $issuer" 'cert-manager with an issuer that solves DNS-01; its name is in kustomize/components/tls/certificate.yaml'; fi
fi

classes=$($kubectl get storageclass -o 'jsonpath={range .items[*]}{.metadata.name}{" "}{.metadata.annotations.storageclass\.kubernetes\.io/is-default-class}{"\n"}{end}' 2>/dev/null)
volume=$(printf '%s\n' "$built" | awk '/^kind: PersistentVolumeClaim/ { claim = 1 } /storageClassName:/ { if (claim && !name) name = $2 } END { print name }')
if [ -n "$volume" ]; then
  if printf '%s\n' "$classes" | grep -q "^$volume "; then ok "storage class $volume"
  else bad "there is no storage class $volume" "kustomize/overlays/$overlay/voices-storage.yaml: a class that knows ReadWriteMany"; fi
elif printf '%s\n' "$classes" | grep -q ' true$'; then ok "default storage class $(printf '%s\n' "$classes" | sed -n 's/ true$//p' | head -n 1)"
else bad 'there is no default storage class' 'k3s brings local-path; else name one in the overlay'; fi

if printf '%s\n' "$built" | grep -q 'nvidia.com/gpu'; then
  wanted=$(printf '%s\n' "$built" | awk '/limits:/ { l = 1 } /requests:/ { l = 0 } /nvidia.com\/gpu/ { if (l) sum += $2 } END { print sum + 0 }')
  have=$($kubectl get nodes -o 'jsonpath={range .items[*]}{.status.allocatable.nvidia\.com/gpu}{"\n"}{end}' 2>/dev/null | awk '{ sum += $1 } END { print sum + 0 }')
  if [ "$have" -ge "$wanted" ]; then ok "$have GPU shares, $wanted needed"
  else bad "$have GPU shares, $wanted needed" 'NVIDIA device plugin with components/gpu-time-slicing, or the overlay demo'; fi
fi

lacking=''
for key in dashboard_access_token redis_password terminal_feed_redis_url; do
  [ -n "$($kubectl -n "$namespace" get secret synapse-gateway-secrets -o "jsonpath={.data.$key}" 2>/dev/null)" ] || lacking="$lacking $key"
done
if [ -z "$lacking" ]; then ok 'Secret synapse-gateway-secrets'
elif $kubectl -n "$namespace" get secret synapse-gateway-secrets >/dev/null 2>&1; then bad "the Secret synapse-gateway-secrets has no$lacking" 'make gateway-secrets deploy-gateway-secrets'
else bad 'there is no Secret synapse-gateway-secrets' 'make gateway-secrets deploy-gateway-secrets'; fi
if grep -q api-keys "kustomize/overlays/$overlay/kustomization.yaml"; then
  if $kubectl -n "$namespace" get secret synapse-backend-keys >/dev/null 2>&1; then ok 'Secret synapse-backend-keys'
  else warn 'there is no Secret synapse-backend-keys: backends get no keys, and an api_key_env of the backends file stops the functions'; fi
fi
[ $status = 0 ] && echo 'nothing is missing' || echo 'change what is marked MISS, then again: make preflight'
exit $status
