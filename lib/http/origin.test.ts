import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { listen } from '../../test/support/listen.ts';
import { readEnv } from '../config/env.ts';
import { createLog } from '../logging/log.ts';
import { json } from './reply.ts';
import { defineRoutes } from './route.ts';
import { createListener } from './serve.ts';

const slice = defineRoutes({
  plain: {
    tag: 't',
    summary: '',
    replies: 'json',
    seconds: 5,
    method: 'POST',
    path: '/plain',
    body: z.object({ a: z.string() }),
  },
});

async function serve(variables: Record<string, string> = {}): Promise<string> {
  const env = readEnv({ SYNAPSE_LOG_LEVEL: 'CRITICAL', ...variables });
  const listener = createListener(
    slice,
    { plain: ({ body }) => json(body) },
    { env, log: createLog('test', env), ready: () => true },
  );
  return (await listen(listener)).url;
}

describe('pages of other origins', () => {
  const call = async (headers: Record<string, string>, variables = {}): Promise<number> => {
    const url = await serve(variables);
    const { hostname, port } = new URL(url);
    // fetch would not send these headers.
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => {
        const lines = Object.entries({
          host: 'me.test',
          'content-type': 'application/json',
          'content-length': '9',
          ...headers,
        });
        socket.write(
          `POST /plain HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n{"a":"x"}`,
        );
      });
      socket.once('data', (data) => {
        resolve(Number(data.toString().slice(9, 12)));
        socket.destroy();
      });
      socket.once('error', reject);
    });
  };

  it.each([
    [{}, 200],
    [{ 'sec-fetch-site': 'same-origin', origin: 'http://me.test' }, 200],
    [{ 'sec-fetch-site': 'cross-site', origin: 'http://evil.test' }, 403],
    [{ origin: 'http://me.test' }, 200],
    [{ origin: 'http://pub.test', 'x-forwarded-host': 'pub.test' }, 200],
    [{ origin: 'http://evil.test' }, 403],
    [{ origin: 'null' }, 403],
  ])('%j is %i', async (headers, status) => {
    expect(await call(headers)).toBe(status);
  });

  it('are allowed when the operator says so', async () => {
    expect(
      await call(
        { origin: 'http://a.test', 'sec-fetch-site': 'cross-site' },
        { SYNAPSE_CORS_ORIGINS: 'http://a.test' },
      ),
    ).toBe(200);
  });
});
