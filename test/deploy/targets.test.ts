import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkout, kubectl } from './checkout.ts';

const TARGETS =
  'deploy deploy-phase1 deploy-gateway-secrets deploy-llm deploy-terminal-feed-bus deploy-stt deploy-speaker deploy-audio deploy-tts deploy-embed deploy-gateway deploy-infra build-gateway release-gateway-remote test-health test-embed test-tts logs logs-embed logs-llm logs-gateway logs-feed-bus logs-tts logs-stt logs-speaker logs-audio show-routes validate status clean help preflight push pin'.split(
    ' ',
  );

describe('make', () => {
  it('lists every target an operator knows by name', async () => {
    const { output } = await checkout().run('make', ['help']);
    const listed = [...output.matchAll(/^ {2}([a-z0-9-]+) /gm)].map(([, name]) => name);
    for (const target of TARGETS) expect(listed).toContain(target);
  });

  it('deploys in the order in which things need one another: the paths after the functions are ready', async () => {
    const repo = checkout();
    repo.fake('kubectl', kubectl('case "$*" in *"get secret"*) exit 0 ;; esac'));
    const { code, output } = await repo.run('make', ['deploy']);
    expect(output).toContain('the cluster keeps the Secret it has');
    expect(code, output).toBe(0);
    const order = repo.calls().filter((call) => /apply|wait/.test(call));
    expect(order.map((call) => call.replace(/-f \S+/, '-f built'))).toEqual([
      'kubectl apply -l synapse/part=infra -f built',
      'kubectl apply -l synapse/part=infra -f built',
      'kubectl apply -f built',
      'kubectl -n llm-infra wait ksvc -l app.kubernetes.io/part-of=synapse --for=condition=Ready --timeout=300s',
      'kubectl apply -k kustomize/overlays/homelab/ingress',
      'kubectl -n llm-infra wait king synapse --for=condition=Ready --timeout=300s',
    ]);
  });

  it('waits for the certificate before the paths that need it', async () => {
    const repo = checkout();
    repo.fake('kubectl', kubectl());
    const { code, output } = await repo.run('make', ['deploy-gateway', 'OVERLAY=production']);
    expect(code, output).toBe(0);
    const waits = repo.calls().filter((call) => / wait (?!ksvc)/.test(call));
    expect(waits.map((call) => call.split(' ')[4])).toEqual([
      'certificate.cert-manager.io',
      'king',
    ]);
  });

  it.each([
    ['deploy-llm', 'llm'],
    ['deploy-embed', 'embed'],
    ['deploy-tts', 'tts'],
    ['deploy-stt', 'stt'],
    ['deploy-speaker', 'speaker'],
    ['deploy-audio', 'audio'],
    ['deploy-terminal-feed-bus', 'feed-bus'],
  ])('%s applies its part alone', async (target, part) => {
    const repo = checkout();
    repo.fake('kubectl', kubectl());
    const { code, output } = await repo.run('make', [target]);
    expect(code, output).toBe(0);
    const applied = repo.calls().filter((call) => call.includes('apply'));
    expect(applied).toEqual([expect.stringContaining(`-l synapse/part=${part} `)]);
  });

  it('says so when an overlay has no such part, and when there is no such overlay', async () => {
    const repo = checkout();
    repo.fake('kubectl', kubectl());
    const demo = await repo.run('make', ['deploy-llm', 'OVERLAY=demo']);
    expect([demo.code, demo.output]).toEqual([2, expect.stringContaining('demo has no llm')]);
    const none = await repo.run('make', ['deploy-llm', 'OVERLAY=nowhere']);
    expect(none.output).toContain('there are: demo homelab production');
  });

  it('asks before it destroys or changes what is shared', async () => {
    const repo = checkout();
    repo.fake('kubectl', kubectl());
    for (const target of ['undeploy', 'clean', 'deploy-cluster-config']) {
      const { output } = await repo.run('make', [target]);
      expect(output, target).toContain('nothing was done');
    }
    expect(repo.calls().filter((call) => /delete|apply/.test(call))).toEqual([]);
    const config = await repo.run('make', ['deploy-cluster-config'], { CONFIRM: 'knative' });
    expect(config.code, config.output).toBe(0);
    // What may last an hour must outlast the end of an activator, too.
    expect(repo.calls().at(-1)).toMatch(/patch deployment activator .*GracePeriodSeconds":3600/);
    const meant = await repo.run('make', ['undeploy'], { CONFIRM: 'llm-infra' });
    expect(meant.code).toBe(0);
    expect(repo.calls().at(-1)).toBe('kubectl delete namespace llm-infra');
  });

  it('follows all containers of a whole installation, which kubectl refuses over its limit', async () => {
    const repo = checkout();
    repo.fake('kubectl', kubectl());
    expect((await repo.run('make', ['logs'])).code).toBe(0);
    const most = Number(/--max-log-requests=(\d+)/.exec(repo.calls().at(-1)!)![1]);
    const { output } = await repo.run('kubectl', ['kustomize', 'kustomize/overlays/production']);
    const scales = [...output.matchAll(/max-scale: "(\d+)"/g)].map(([, pods]) => Number(pods));
    const servers = output.match(/^kind: Deployment$/gm)!.length;
    // A function's pod has a second container, of Knative; a server up to two that fetch its models.
    expect(most).toBeGreaterThan(2 * scales.reduce((sum, pods) => sum + pods) + 3 * servers);
  });

  it('rolls out new pods after a changed Secret', async () => {
    const repo = checkout();
    repo.fake(
      'kubectl',
      kubectl('case "$*" in *"get ksvc"*) echo service/a; echo service/b ;; esac'),
    );
    const { code, output } = await repo.run('make', ['restart']);
    expect(code, output).toBe(0);
    const patches = repo.calls().filter((call) => call.includes('patch'));
    expect(patches).toHaveLength(2);
    const patch = JSON.parse(patches[0]!.split(' -p ')[1]!);
    expect(patch.spec.template.metadata.annotations).toHaveProperty('synapse/restarted-at');
  });

  it('says so when the paths are not served', async () => {
    const repo = checkout();
    repo.fake('kubectl', kubectl('case "$*" in *"wait king"*) exit 1 ;; esac'));
    const { code, output } = await repo.run('make', ['deploy-gateway']);
    expect(code).not.toBe(0);
    expect(output).toContain('describe king synapse');
  });

  it('shows the public paths', async () => {
    const repo = checkout();
    const { output } = await repo.run('make', ['show-routes']);
    expect(output).toMatch(/^https:\/\/synapse\.arunlabs\.com\/tts +→ synapse-tts$/m);
    expect(output.match(/→/g)).toHaveLength(9);
  });
});

describe('the Secret of the functions', () => {
  it('is refused while it holds placeholders or weak values', async () => {
    const repo = checkout();
    repo.fake('kubectl', kubectl());
    const example = 'kustomize/secrets/gateway-secrets.example.yaml';
    const placeholder = await repo.run('make', [
      'deploy-gateway-secrets',
      `GATEWAY_SECRETS_FILE=${example}`,
    ]);
    expect(placeholder.code).not.toBe(0);
    expect(placeholder.output).toContain('dashboard_access_token is a placeholder');
    const text = readFileSync(join(repo.folder, example), 'utf8');
    for (const [weak, words] of [
      ['short', 'has 5 characters'],
      ['ab'.repeat(20), 'repeats itself'],
      ['my-secret-my-secret-my-secret-my-secret', 'is a placeholder or a word'],
    ] as const) {
      writeFileSync(
        join(repo.folder, 'weak.yaml'),
        text.replaceAll(/CHANGE_ME_TO_A_LONG_RANDOM_\w+/g, weak),
      );
      const { code, output } = await repo.run('make', [
        'deploy-gateway-secrets',
        'GATEWAY_SECRETS_FILE=weak.yaml',
      ]);
      expect(code).not.toBe(0);
      expect(output).toContain(words);
    }
    expect(repo.calls().filter((call) => call.includes('apply'))).toEqual([]);
  });

  it('is refused when Redis could not work with it', async () => {
    const repo = checkout();
    repo.fake('kubectl', kubectl());
    const example = readFileSync('kustomize/secrets/gateway-secrets.example.yaml', 'utf8');
    const good = example.replaceAll(
      /CHANGE_ME_TO_A_LONG_RANDOM_\w+/g,
      '0f3a91c7d5e82b64'.repeat(3),
    );
    const file = join(repo.folder, 'gateway-secrets.yaml');
    for (const [from, to, words] of [
      ['redis_password: 0', 'redis_password: 1 0', 'redis_password has blanks'],
      ['redis://synapse:', 'redis://:', 'must name the user synapse'],
      ['redis://synapse:0', 'redis://synapse:1', 'does not carry redis_password'],
      ['redis://', '', 'is not a redis:// or rediss:// URL'],
    ] as const) {
      writeFileSync(file, good.replace(from, to));
      const { code, output } = await repo.run('make', ['deploy-gateway-secrets']);
      expect([code, output]).toEqual([2, expect.stringContaining(words)]);
    }
    writeFileSync(file, good);
    expect((await repo.run('make', ['deploy-gateway-secrets'])).code).toBe(0);
  });

  it('is written with random values, which are taken', async () => {
    const repo = checkout();
    repo.fake('kubectl', kubectl());
    expect((await repo.run('make', ['gateway-secrets'])).output).toContain('holds new secrets');
    const { code, output } = await repo.run('make', ['deploy-gateway-secrets']);
    expect(code, output).toBe(0);
    expect(repo.calls().at(-1)).toBe('kubectl -n llm-infra apply -f gateway-secrets.yaml');
    expect((await repo.run('make', ['gateway-secrets'])).output).toContain('not overwritten');
  });
});
