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
wanted=$($kubectl kustomize "kustomize/overlays/$overlay/ingress" 2>/dev/null | sed -n 's/.*networking.knative.dev\/ingress.class: //p' | head -n 1)
if [ "$class" = "$wanted" ]; then ok "ingress class $class"
else bad "Knative uses the ingress class \"$class\", the overlay $wanted" "resources of kustomize/overlays/$overlay/ingress: another of kustomize/ingress"; fi

for flag in persistent-volume-claim persistent-volume-write securitycontext; do
  if [ "$(value config-features "kubernetes\\.podspec-$flag")" = enabled ]; then ok "flag kubernetes.podspec-$flag"
  else bad "flag kubernetes.podspec-$flag is off" 'make deploy-cluster-config'; fi
done
most=$(value config-defaults max-revision-timeout-seconds)
if [ "${most:-600}" -ge 3600 ] 2>/dev/null; then ok "requests may take $most s"
else bad "requests may take ${most:-600} s at most; streams need 3600" 'make deploy-cluster-config'; fi

classes=$($kubectl get storageclass -o 'jsonpath={range .items[*]}{.metadata.name}{" "}{.metadata.annotations.storageclass\.kubernetes\.io/is-default-class}{"\n"}{end}' 2>/dev/null)
volume=$($kubectl kustomize "kustomize/overlays/$overlay" | awk '/^kind: PersistentVolumeClaim/ { claim = 1 } /storageClassName:/ { if (claim) { print $2; exit } }')
if [ -n "$volume" ]; then
  if printf '%s\n' "$classes" | grep -q "^$volume "; then ok "storage class $volume"
  else bad "there is no storage class $volume" "kustomize/overlays/$overlay/voices-storage.yaml: a class that knows ReadWriteMany"; fi
elif printf '%s\n' "$classes" | grep -q ' true$'; then ok "default storage class $(printf '%s\n' "$classes" | sed -n 's/ true$//p' | head -n 1)"
else bad 'there is no default storage class' 'k3s brings local-path; else name one in the overlay'; fi

if $kubectl kustomize "kustomize/overlays/$overlay" | grep -q 'nvidia.com/gpu'; then
  wanted=$($kubectl kustomize "kustomize/overlays/$overlay" | awk '/limits:/ { l = 1 } /requests:/ { l = 0 } /nvidia.com\/gpu/ { if (l) sum += $2 } END { print sum + 0 }')
  have=$($kubectl get nodes -o 'jsonpath={range .items[*]}{.status.allocatable.nvidia\.com/gpu}{"\n"}{end}' 2>/dev/null | awk '{ sum += $1 } END { print sum + 0 }')
  if [ "$have" -ge "$wanted" ]; then ok "$have GPU shares, $wanted needed"
  else bad "$have GPU shares, $wanted needed" 'NVIDIA device plugin with components/gpu-time-slicing, or the overlay demo'; fi
fi

if $kubectl -n "$namespace" get secret synapse-gateway-secrets >/dev/null 2>&1; then ok 'Secret synapse-gateway-secrets'
else bad 'there is no Secret synapse-gateway-secrets' 'make gateway-secrets deploy-gateway-secrets'; fi
if grep -q api-keys "kustomize/overlays/$overlay/kustomization.yaml"; then
  if $kubectl -n "$namespace" get secret synapse-backend-keys >/dev/null 2>&1; then ok 'Secret synapse-backend-keys'
  else bad 'there is no Secret synapse-backend-keys' 'kustomize/secrets/backend-keys.example.yaml, or drop components/api-keys'; fi
fi
[ $status = 0 ] && echo 'nothing is missing' || echo 'change what is marked MISS, then again: make preflight'
exit $status
