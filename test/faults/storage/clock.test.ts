import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faultServer } from '../wall/fault-server.ts';
import { healthyAnswer } from '../wall/healthy.ts';
import { startHost } from '../wall/host.ts';
import { answers, drips } from '../wall/strikes.ts';

/** Debian's libfaketime, wherever this machine's architecture puts it. */
function library(): string | null {
  if (!existsSync('/usr/lib')) return null;
  const found = readdirSync('/usr/lib')
    .map((folder) => `/usr/lib/${folder}/faketime/libfaketime.so.1`)
    .filter((path) => existsSync(path));
  return found[0] ?? null;
}

const faketime = library();
const healthy = healthyAnswer('/v1/embeddings', '');

describe.skipIf(!faketime)(`the wall clock${faketime ? '' : ' (needs libfaketime)'}`, () => {
  it.concurrent.each([
    ['jumps a day back', '-86400'],
    ['jumps a day ahead', '+86400'],
  ])('%s: streams, open breakers, locks and stores do not notice', async (_title, offset) => {
    const folder = mkdtempSync(join(tmpdir(), 'synapse-clock-'));
    const clock = join(folder, 'clock');
    writeFileSync(clock, '+0');
    const server = await faultServer();
    const host = await startHost('llm', {
      stack: 'adopted',
      backends: { 'llama-router': server.url, 'llama-embed': server.url },
      env: {
        LD_PRELOAD: faketime!,
        FAKETIME_TIMESTAMP_FILE: clock,
        FAKETIME_NO_CACHE: '1',
        FAKETIME_DONT_FAKE_MONOTONIC: '1',
      },
    });
    const post = async (path: string, method: string, body: object, id: string) => {
      const headers = { 'content-type': 'application/json', 'x-request-id': id };
      const answer = await fetch(host.url + path, { method, headers, body: JSON.stringify(body) });
      const { error } = (await answer.json()) as { error?: { code: string } };
      return [answer.status, error?.code];
    };
    const embed = (id: string) => post('/v1/embeddings', 'POST', { input: 'a' }, id);
    const save = (top_k: number) => post('/models/m/profile', 'PUT', { top_k }, 'save');
    try {
      expect(await save(1)).toEqual([200, undefined]);
      for (let nth = 0; nth < 5; nth++) {
        server.arm(`down-${nth}`, { path: '/v1/embeddings', strike: answers(502, ''), healthy });
        expect(await embed(`down-${nth}`)).toEqual([502, 'backend_error']);
      }
      const opened = performance.now();
      expect(await embed('open')).toEqual([503, 'breaker_open']);
      const path = '/v1/chat/completions';
      const chat = { model: 'm', stream: true, messages: [] };
      server.arm('drip', {
        path,
        strike: drips(20, 100),
        healthy: healthyAnswer(path, '"stream":true'),
      });
      const streamed = await fetch(host.url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-request-id': 'drip' },
        body: JSON.stringify(chat),
      });
      writeFileSync(clock, offset);
      expect(await streamed.text()).toMatch(/data: \[DONE\]\n\n$/);
      expect(await embed('jumped')).toEqual([503, 'breaker_open']);
      expect(await save(2)).toEqual([200, undefined]);
      expect((await fetch(`${host.url}/readyz`)).status).toBe(200);
      // The cooldown is 30 s of real time, not more and not less.
      await new Promise((resolve) => setTimeout(resolve, 30_500 - (performance.now() - opened)));
      expect(await embed('probe')).toEqual([200, undefined]);
      expect(host.output()).not.toMatch(/stray|"level":"error"/);
    } finally {
      await host.stop();
      await server.close();
      rmSync(folder, { recursive: true });
    }
  });
});
