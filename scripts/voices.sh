#!/bin/sh
# voices.sh backup|restore FILE — copies the volume of the voices to a tar file, or back, through a pod that is made for
# it and deleted. What the functions tell one another (`.state`) is left out.   NAMESPACE  KUBECTL  WAIT (300s)
set -eu
way=${1:-} file=${2:-} kubectl=${KUBECTL:-kubectl} namespace=${NAMESPACE:-llm-infra}
case $way in backup | restore) ;; *) echo 'usage: voices.sh backup|restore FILE' >&2; exit 1 ;; esac
[ -n "$file" ] || { echo 'which file? FILE=voices.tar' >&2; exit 1; }
[ "$way" = backup ] || tar tf "$file" >/dev/null || { echo "$file is not a whole tar file" >&2; exit 1; }
pod=voices-copy
trap '$kubectl -n "$namespace" delete pod $pod --ignore-not-found --wait=false >/dev/null' EXIT
trap 'exit 1' INT TERM

$kubectl -n "$namespace" apply -f - >/dev/null <<POD
apiVersion: v1
kind: Pod
metadata: { name: $pod, labels: { app.kubernetes.io/name: $pod } }
spec:
  automountServiceAccountToken: false
  restartPolicy: Never
  terminationGracePeriodSeconds: 0
  securityContext:
    { runAsNonRoot: true, runAsUser: 65532, runAsGroup: 65532, fsGroup: 65532, seccompProfile: { type: RuntimeDefault } }
  containers:
    - name: copy
      image: docker.io/library/debian:bookworm-slim
      command: [sleep, '86400']
      securityContext:
        { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: [ALL] } }
      resources: { requests: { cpu: 50m, memory: 32Mi }, limits: { memory: 256Mi } }
      volumeMounts: [{ name: voices, mountPath: /voices }]
  volumes: [{ name: voices, persistentVolumeClaim: { claimName: synapse-voices } }]
POD
$kubectl -n "$namespace" wait pod $pod --for=condition=Ready --timeout="${WAIT:-300s}" >/dev/null

if [ "$way" = backup ]; then
  umask 077
  # Without the volume's own folder, which belongs to the storage: nobody else may set its mode and time on the way back.
  $kubectl -n "$namespace" exec $pod -- sh -c \
    'cd /voices && find . -mindepth 1 -maxdepth 1 ! -name .state -print0 | tar cf - --null --files-from=-' > "$file.part"
  tar tf "$file.part" >/dev/null || { echo "the copy broke off; $file.part is not whole" >&2; exit 1; }
  mv "$file.part" "$file"
  echo "$file: $(tar tf "$file" | grep -c '/metadata.json$' || true) voices, $(wc -c < "$file") bytes; recordings are biometric data, so keep it encrypted"
else
  $kubectl -n "$namespace" exec -i $pod -- tar xpf - -C /voices < "$file"
  echo "$(tar tf "$file" | grep -c '/metadata.json$' || true) voices are back; those made since the copy are still there"
fi
