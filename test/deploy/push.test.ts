import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkout, kubectl, type Checkout } from './checkout.ts';

const DIGEST = `sha256:${'cd'.repeat(32)}`;
const args = ['REGISTRY=registry.example', 'FUNCTIONS=stt embedded', 'OVERLAY=demo'];

const pinned = async (repo: Checkout): Promise<string> => {
  repo.fake('kubectl', kubectl());
  return (await repo.run('kubectl', ['kustomize', 'kustomize/overlays/demo'])).output;
};

it('pushes with docker and pins what the registry answered', async () => {
  const repo = checkout();
  repo.fake('docker', `case "$1" in inspect) echo "\${4%:*}@${DIGEST}" ;; esac`);
  const { code, output } = await repo.run('make', ['push', 'pin', ...args]);
  expect(code, output).toBe(0);
  expect(await pinned(repo)).toContain(`image: registry.example/synapse-stt@${DIGEST}`);
});

it('pins images of a registry with a port', async () => {
  const repo = checkout();
  repo.fake('docker', `case "$1" in inspect) echo "\${4%:*}@${DIGEST}" ;; esac`);
  const local = args.map((arg) => arg.replace('registry.example', 'localhost:5000'));
  const { code, output } = await repo.run('make', ['push', 'pin', ...local]);
  expect(code, output).toBe(0);
  expect(await pinned(repo)).toContain(`image: localhost:5000/synapse-stt@${DIGEST}`);
});

it.each(['podman', 'buildah'])('pushes with %s, which tells the digest in a file', async (name) => {
  const repo = checkout();
  // As the real ones: no RepoDigests of what was pushed, and a digest that only the push knows.
  repo.fake(
    name,
    `case "$1" in push) [ "$2" = --digestfile ] && printf '${DIGEST}' > "$3" ;; inspect) exit 1 ;; esac`,
  );
  const { code, output } = await repo.run('make', ['push', 'pin', `BUILDER=${name}`, ...args]);
  expect(code, output).toBe(0);
  expect(await pinned(repo)).toContain(`image: registry.example/synapse-embedded@${DIGEST}`);
  // Built twice from one commit, an image has the same times.
  expect(repo.calls().find((call) => call.startsWith(`${name} build`))).toMatch(
    / build --timestamp \d+ --target function /,
  );
});

it('pins nothing that was not pushed to this registry', async () => {
  const repo = checkout();
  repo.fake('docker', `case "$1" in inspect) echo "\${4%:*}@${DIGEST}" ;; esac`);
  await repo.run('make', ['push', ...args]);
  const overlay = join(repo.folder, 'kustomize/overlays/demo/kustomization.yaml');
  const before = readFileSync(overlay, 'utf8');
  const { code, output } = await repo.run('make', ['pin', ...args, 'REGISTRY=other.example']);
  expect(code).not.toBe(0);
  expect(output).toContain('other.example/synapse-stt was not pushed from here');
  expect(readFileSync(overlay, 'utf8')).toBe(before);
});
