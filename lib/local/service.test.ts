import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createService, type Service, type ServiceOptions } from './service.ts';

const root = mkdtempSync(join(tmpdir(), 'synapse-service-'));
const services: Service[] = [];

/** A function of its own in `dist/`, whose module runs `prelude` first and whose answer is its process id. */
function writeFunction(name: string, prelude = ''): void {
  const folder = join(root, 'dist', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"type":"module","main":"index.mjs"}');
  writeFileSync(
    join(folder, 'index.mjs'),
    `import { http } from '@google-cloud/functions-framework';
${prelude}
http('${name}', (_req, res) => res.send(String(process.pid)));`,
  );
}

function serviceOf(name: string, options: Partial<ServiceOptions> = {}): Service {
  const env = { PATH: process.env['PATH'] ?? '' };
  const service = createService(name, {
    root,
    env,
    idleSeconds: 60,
    holdSeconds: 20,
    onLine: () => {},
    ...options,
  });
  services.push(service);
  return service;
}

const pidAt = async (port: number): Promise<number> =>
  Number(await (await fetch(`http://127.0.0.1:${port}/`)).text());

beforeAll(() => {
  writeFileSync(join(root, 'package.json'), '{}');
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'));
  writeFunction('plain');
  writeFunction('killed', `process.kill(process.pid, 'SIGKILL');`);
  writeFunction(
    'stubborn',
    `process.removeAllListeners('SIGTERM');
const on = process.on.bind(process);
process.on = (event, ...rest) => (event === 'SIGTERM' ? process : on(event, ...rest));
on('SIGTERM', () => {});`,
  );
});

afterAll(async () => {
  await Promise.all(services.map((service) => service.stop()));
  rmSync(root, { recursive: true });
});

it('starts once for many first uses', async () => {
  const service = serviceOf('plain');
  const uses = await Promise.all(Array.from({ length: 20 }, () => service.use()));
  expect(new Set(uses.map(({ port }) => port)).size).toBe(1);
});

it('does not wait out the hold time for a process that was killed', async () => {
  const begun = performance.now();
  await expect(serviceOf('killed').use()).rejects.toMatchObject({ status: 503 });
  expect(performance.now() - begun).toBeLessThan(10_000);
});

it('kills a function that does not stop, and starts another', async () => {
  const service = serviceOf('stubborn', { drainSeconds: 0 });
  const first = await pidAt((await service.use()).port);
  await service.stop();
  expect(() => process.kill(first, 0)).toThrow(/ESRCH/);
  expect(await pidAt((await service.use()).port)).not.toBe(first);
});

it('tries again after a start that could not even begin', async () => {
  const options = { root: join(root, 'nowhere') };
  const service = serviceOf('plain', { ...options, env: { bad: 'a\0b' } });
  for (let attempt = 0; attempt < 2; attempt++)
    await expect(service.use()).rejects.toMatchObject({ status: 503 });
});

it('starts one that stays up again when it ends, without being asked', async () => {
  const file = join(root, 'pids');
  writeFunction(
    'noted',
    `import { appendFileSync } from 'node:fs'; appendFileSync('${file}', process.pid + '\\n');`,
  );
  const pids = (): string[] => readFileSync(file, 'utf8').trim().split('\n');
  const service = serviceOf('noted', { always: true });
  (await service.use()).done();
  expect(pids()).toHaveLength(1);
  process.kill(Number(pids()[0]), 'SIGKILL');
  await expect.poll(pids, { timeout: 15_000 }).toHaveLength(2);
});
