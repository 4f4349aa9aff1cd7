import { describe, expect, inject, it } from 'vitest';
import { containersOf, idOf, isFunction, OVERLAYS, podOf } from './built.ts';

const built = inject('built');

const pods = OVERLAYS.flatMap((overlay) =>
  built[`kustomize/overlays/${overlay}`]!.flatMap((object) => {
    const pod = podOf(object);
    return pod ? [[`${overlay}: ${idOf(object)}`, pod, isFunction(object)] as const] : [];
  }),
);

/** Publishes no versions; docs/DEPLOYMENT.md says how to put the digest of the day in the tag's place. */
const UNVERSIONED = 'ghcr.io/devnen/chatterbox-tts-server:main-nvidia';

describe.each(pods)('%s', (_name, pod, isKnative) => {
  it('is restricted, as the namespace enforces', () => {
    const shared = pod['securityContext'] ?? {};
    for (const container of containersOf(pod)) {
      const own = container['securityContext'];
      expect(own.allowPrivilegeEscalation).toBe(false);
      expect(own.readOnlyRootFilesystem).toBe(true);
      expect(own.capabilities).toEqual({ drop: ['ALL'] });
      expect(own.runAsNonRoot ?? shared.runAsNonRoot).toBe(true);
      expect(own.runAsUser ?? shared.runAsUser).toBeGreaterThan(0);
      expect((own.seccompProfile ?? shared.seccompProfile).type).toBe('RuntimeDefault');
      expect(own).not.toHaveProperty('privileged');
    }
    for (const field of ['hostNetwork', 'hostPID', 'hostIPC'])
      expect(pod).not.toHaveProperty(field);
    for (const volume of pod['volumes'] ?? []) expect(volume).not.toHaveProperty('hostPath');
    if (isKnative) expect(shared).not.toHaveProperty('fsGroupChangePolicy');
  });

  it('asks for what it needs and is limited', () => {
    for (const { resources } of containersOf(pod)) {
      expect(resources.requests).toMatchObject({
        cpu: expect.any(String),
        memory: expect.any(String),
      });
      expect(resources.limits.memory).toBeTruthy();
    }
    for (const volume of pod['volumes'] ?? [])
      if (volume.emptyDir) expect(volume.emptyDir.sizeLimit).toBeTruthy();
  });

  it('runs pinned images', () => {
    for (const { image } of containersOf(pod)) {
      if (image === UNVERSIONED) continue;
      const tag = /@sha256:[0-9a-f]{64}$|:([\w.-]*\d[\w.-]*)$/.exec(image);
      expect(tag, image).toBeTruthy();
      expect(image).not.toMatch(/latest/);
    }
  });
});
