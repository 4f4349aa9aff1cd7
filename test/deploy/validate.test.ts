import { expect, it } from 'vitest';
import { checkout, kubectl } from './checkout.ts';

async function validate(script: string) {
  const repo = checkout();
  repo.fake('node', 'exit 0');
  repo.fake('kubectl', kubectl(script));
  const { code, output } = await repo.run('sh', ['scripts/validate.sh'], { SYNAPSE_SCHEMAS: '' });
  const tried = repo.calls().filter((call) => call.includes('--dry-run=server'));
  return { code, output, tried };
}

it('lets a cluster check the overlays and their paths', async () => {
  const { code, output, tried } = await validate('exit 0');
  expect(code, output).toBe(0);
  expect(tried).toHaveLength(6);
  expect(output).toContain('takes the overlays');
});

it('fails when the cluster refuses one', async () => {
  const { code } = await validate('case "$*" in *production*) exit 1 ;; esac');
  expect(code).not.toBe(0);
});

it.each([
  ['there is no cluster', 'exit 1', 'none can be reached', 0],
  [
    'the cluster is empty',
    'case "$*" in *"get namespace"*) exit 1 ;; esac',
    'no dry run before',
    0,
  ],
  ['there is no Knative', 'case "$*" in *serving.knative*) exit 1 ;; esac', 'no dry run before', 0],
  [
    'there is no cert-manager',
    'case "$*" in *certificates.cert-manager*) exit 1 ;; esac',
    'production/ingress is left out',
    5,
  ],
])('tries what it can when %s', async (_case, script, words, count) => {
  const { code, output, tried } = await validate(script);
  expect(code, output).toBe(0);
  expect(output).toContain(words);
  expect(tried).toHaveLength(count);
});
