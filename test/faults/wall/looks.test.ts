import { expect, it, onTestFinished } from 'vitest';
import { connectionFaults } from './connection-faults.ts';
import { faults } from './faults.ts';
import { faultsInTheBody } from './faults-in-the-body.ts';
import { faultServer, type FaultServer } from './fault-server.ts';
import { healthyAnswer } from './healthy.ts';
import { startHost, type Host } from './host.ts';
import { observe, SECRETS } from './observed.ts';
import { record } from './record.ts';

/** The functions ask on their own account here, so their questions carry no id of a request. */
const NO_ID = '';
/** What a busy machine may add to a limit. */
const BUSY_MS = 4000;

const able = faults.filter(({ client, large }) => client.json && !large);

async function backend(): Promise<FaultServer> {
  const made = await faultServer();
  onTestFinished(made.close);
  return made;
}

async function ask(host: Host, path: string, limitMs: number) {
  const started = performance.now();
  const { status, complete, body, headers } = await observe(host.url + path, {});
  expect([status, complete]).toEqual([200, true]);
  expect(performance.now() - started).toBeLessThan(limitMs + BUSY_MS);
  expect(body.toString()).not.toMatch(SECRETS);
  return { headers, body: body.toString() };
}

it('GET /health asks for five seconds, and says of each backend what is wrong', async () => {
  const backends: Record<string, string> = {};
  let env: Record<string, string> = {};
  for (const { name, strike } of able) {
    const server = await backend();
    server.arm(NO_ID, { path: '/health', strike, healthy: healthyAnswer('/health', '') });
    backends[name] = server.url;
  }
  for (const { name, open } of connectionFaults) {
    const place = await open();
    onTestFinished(async () => place.close());
    backends[name] = place.url;
    env = { ...env, ...place.env };
  }
  backends['well'] = (await backend()).url;
  const host = await startHost('health', { stack: 'adopted', backends, env });
  onTestFinished(host.stop);
  const { body } = await ask(host, '/health', 5000);
  const told = (JSON.parse(body) as { backends: Record<string, { status: string }> }).backends;
  expect(Object.keys(told)).toEqual(Object.keys(backends));
  expect(told['well']!.status).toBe('healthy');
  // Behind a good status line it is well enough.
  const failing = able
    .filter(({ client: { json }, name }) => json!.ends === 'refused' && !name.endsWith('-head'))
    .filter((one) => !faultsInTheBody.includes(one));
  for (const { name } of [...failing, ...connectionFaults])
    expect([name, told[name]!.status]).toEqual([name, expect.stringMatching(/^un/)]);
  for (const { name, title } of [...able, ...connectionFaults])
    record({
      stack: 'adopted',
      operation: 'GET /health',
      fault: title,
      saw: `200, ${told[name]!.status}`,
    });
  expect(host.output()).not.toMatch(/stray|"level":"error"/);
});

it('GET /v1/models has the models it knows, and names the backend that does not answer', async () => {
  const [router, embed] = [await backend(), await backend()];
  const host = await startHost('llm', {
    stack: 'adopted',
    backends: { 'llama-router': router.url, 'llama-embed': embed.url },
  });
  onTestFinished(host.stop);
  const anew = () => ask(host, '/v1/models?refresh=1', 10_000);
  await anew();
  // All that are slow take as long as the limit of such a question.
  for (const { name, title, strike, client } of able.filter(
    (one) => !one.slow || one.name === 'silent',
  )) {
    const healthy = healthyAnswer('/models', '');
    const armed = router.arm(NO_ID, { path: '/v1/models', strike, healthy });
    const { headers, body } = await anew();
    expect([name, armed.attempts > 0, body.includes('"id":"m"')]).toEqual([name, true, true]);
    const failed = client.json!.ends === 'refused';
    const says = headers.get('x-synapse-stale') ?? '';
    if (!failed) expect([name, says]).toEqual([name, '']);
    record({
      stack: 'adopted',
      operation: 'GET /v1/models, asked anew',
      fault: title,
      saw: `200${says ? ', and says so' : ''}`,
    });
    router.disarm(NO_ID);
    await anew();
  }
  expect(host.output()).not.toMatch(/stray|"level":"error"/);
});
