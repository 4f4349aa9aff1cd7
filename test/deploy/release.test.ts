import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkout, kubectl, type Checkout } from './checkout.ts';

const DIGEST = `sha256:${'ab'.repeat(32)}`;

function withHost(digest: string): Checkout {
  const repo = checkout();
  repo.fake('ssh', 'shift; sh -c "$*"');
  repo.fake('rsync', 'exit 0');
  repo.fake(
    'docker',
    `case "$1" in inspect) echo "other/image@${DIGEST}"; echo "\${4%:*}@${digest}" ;; esac`,
  );
  repo.fake('kubectl', kubectl('case "$*" in *"get pods"*) echo "synapse-stt-1 image" ;; esac'));
  return repo;
}

const env = (repo: Checkout) => ({
  REMOTE_DIR: join(repo.folder, 'remote'),
  FUNCTIONS: 'stt embedded',
  REGISTRY: 'registry.example',
  GATEWAY_REMOTE_TAG: '20260101000000',
});

it('builds and pushes on the other host and rolls out by digest', async () => {
  const repo = withHost(DIGEST);
  const { code, output } = await repo.run('make', ['release-gateway-remote'], env(repo));
  expect(code, output).toBe(0);
  const calls = repo.calls();
  expect(calls.find((call) => call.startsWith('rsync'))).toContain(
    '--exclude gateway-secrets.yaml --exclude *.tar',
  );
  expect(
    calls.filter((call) => call.startsWith('docker')).map((call) => call.split(' ')[1]),
  ).toEqual(['build', 'push', 'inspect', 'build', 'push', 'inspect']);
  expect(
    calls.find((call) => call.startsWith('docker build') && call.includes('FUNCTION=embedded')),
  ).toContain('--target embedded');
  const overlay = readFileSync(
    join(repo.folder, 'kustomize/overlays/homelab/kustomization.yaml'),
    'utf8',
  );
  expect(overlay).toContain(`newName: registry.example/synapse-stt\n    digest: ${DIGEST}`);
  const { output: built } = await repo.run('kubectl', ['kustomize', 'kustomize/overlays/homelab']);
  expect(built).toContain(`image: registry.example/synapse-stt@${DIGEST}`);
  expect(output).toContain('synapse-stt-1 image');
  expect(calls.findIndex((call) => call.includes('wait ksvc'))).toBeGreaterThan(
    calls.findIndex((call) => call.includes('synapse/part=gateway')),
  );
});

it.each([
  ['homelab', 'stt embedded', ['infra', 'gateway', 'speaker', 'audio']],
  ['homelab', 'stt', ['infra', 'gateway']],
  ['demo', 'stt embedded', ['infra', 'gateway']],
])('rolls out what runs the images: %s, %s', async (overlay, functions, parts) => {
  const repo = withHost(DIGEST);
  const { code, output } = await repo.run('make', ['release-gateway-remote'], {
    ...env(repo),
    OVERLAY: overlay,
    FUNCTIONS: functions,
  });
  expect(code, output).toBe(0);
  const applied = repo.calls().map((call) => / apply -l synapse\/part=(\S+)/.exec(call)?.[1]);
  expect(applied.filter(Boolean)).toEqual(parts);
});

it('copies over nothing but an older copy of the project', async () => {
  const repo = withHost(DIGEST);
  const { REMOTE_DIR, ...rest } = env(repo);
  mkdirSync(REMOTE_DIR);
  writeFileSync(join(REMOTE_DIR, 'thesis.tex'), '');
  const { code, output } = await repo.run('make', ['release-gateway-remote'], {
    ...rest,
    REMOTE_DIR,
  });
  expect(code).not.toBe(0);
  expect(output).toContain('neither empty nor a copy of this project; nothing was copied');
  expect(repo.calls().filter((call) => call.startsWith('rsync'))).toEqual([]);
  writeFileSync(join(REMOTE_DIR, 'deploy.mk'), '');
  const again = await repo.run('make', ['release-gateway-remote'], env(repo));
  expect(again.code, again.output).toBe(0);
});

it('rolls nothing out when the host names no digest, or the tag is none', async () => {
  const repo = withHost('none');
  const { code, output } = await repo.run('make', ['release-gateway-remote'], env(repo));
  expect(code).not.toBe(0);
  expect(output).toContain('nothing was rolled out');
  expect(repo.calls().filter((call) => call.includes('apply'))).toEqual([]);
  const bad = await repo.run('make', ['release-gateway-remote'], {
    ...env(repo),
    GATEWAY_REMOTE_TAG: 'a; rm -rf x',
  });
  expect(bad.output).toContain('is not a tag');
});
