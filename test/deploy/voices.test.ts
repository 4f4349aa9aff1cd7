import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkout, kubectl, type Checkout } from './checkout.ts';

/** kubectl that runs what is executed in the pod here, on a folder in place of the volume. */
function withVolume(): { repo: Checkout; volume: string } {
  const repo = checkout();
  const volume = join(repo.folder, 'volume');
  mkdirSync(volume);
  repo.fake(
    'kubectl',
    kubectl(`case "$*" in
      *" apply -f -") cat > ${join(repo.folder, 'pod.yaml')} ;;
      *" exec "*)
        while [ "$1" != -- ]; do shift; done; shift
        for word in "$@"; do shift; set -- "$@" "$(printf %s "$word" | sed 's#/voices#${volume}#')"; done
        exec "$@" ;;
    esac`),
  );
  return { repo, volume };
}

function fill(volume: string): void {
  mkdirSync(join(volume, 'a'));
  mkdirSync(join(volume, '.state'));
  writeFileSync(join(volume, 'a/metadata.json'), '{"name":"a"}');
  writeFileSync(join(volume, 'a/ref_001.wav'), Buffer.alloc(200_000, 7));
  writeFileSync(join(volume, 'model-profiles.json'), '{"m":{}}');
  writeFileSync(join(volume, '.state/notice'), 'x');
}

it('copies the voices and brings them back, without what only the running functions need', async () => {
  const { repo, volume } = withVolume();
  fill(volume);
  const backup = await repo.run('make', ['backup-voices', 'FILE=copy.tar']);
  expect(backup.code, backup.output).toBe(0);
  expect(backup.output).toMatch(/copy\.tar: 1 voices, \d+ bytes; .*encrypted/);
  const names = execFileSync('tar', ['tf', join(repo.folder, 'copy.tar')], { encoding: 'utf8' });
  // The volume's own folder is the storage's; a pod that may not change it must still be able to restore.
  expect(names.split('\n')).not.toContain('./');
  expect(names).not.toContain('.state');

  rmSync(join(volume, 'a'), { recursive: true });
  writeFileSync(join(volume, 'model-profiles.json'), '{}');
  const refused = await repo.run('make', ['restore-voices', 'FILE=copy.tar']);
  expect(refused.output).toContain('nothing was done');
  const restore = await repo.run('make', ['restore-voices', 'FILE=copy.tar', 'CONFIRM=llm-infra']);
  expect(restore.code, restore.output).toBe(0);
  expect(readFileSync(join(volume, 'a/ref_001.wav'))).toEqual(Buffer.alloc(200_000, 7));
  expect(readFileSync(join(volume, 'model-profiles.json'), 'utf8')).toBe('{"m":{}}');
  expect(repo.calls().filter((call) => call.includes('delete pod voices-copy'))).toHaveLength(2);
});

it('leaves no half copy behind, and restores none', async () => {
  const { repo, volume } = withVolume();
  fill(volume);
  repo.fake('kubectl', kubectl('case "$*" in *" exec "*) printf broken; exit 1 ;; esac'));
  const broken = await repo.run('make', ['backup-voices', 'FILE=copy.tar']);
  expect(broken.code).not.toBe(0);
  expect(existsSync(join(repo.folder, 'copy.tar'))).toBe(false);
  writeFileSync(join(repo.folder, 'bad.tar'), 'not a tar file');
  const bad = await repo.run('make', ['restore-voices', 'FILE=bad.tar', 'CONFIRM=llm-infra']);
  expect(bad.output).toContain('bad.tar is not a whole tar file');
  expect(repo.calls().filter((call) => call.includes('exec'))).toHaveLength(1);
});
