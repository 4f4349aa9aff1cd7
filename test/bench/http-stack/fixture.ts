import { createServer, type Server } from 'node:http';
import * as http from 'node:http';
import { http as register } from '@google-cloud/functions-framework';
import { Pool } from 'undici';
import { z } from 'zod';
import { adoptServer } from '../../../lib/http/adopt.ts';
import { readEnv } from '../../../lib/config/env.ts';
import type { Handlers } from '../../../lib/http/call.ts';
import { stream } from '../../../lib/http/reply.ts';
import { defineRoutes } from '../../../lib/http/route.ts';
import { createListener } from '../../../lib/http/serve.ts';
import { createLog } from '../../../lib/logging/log.ts';

/**
 * A chat-like call, JSON in and a relayed answer out, on the ways a function can reach its requests: the stock stack,
 * the diagnostics channel, a wrapper around `http.createServer`, and no framework at all.
 */
const slice = defineRoutes({
  chat: {
    method: 'POST',
    path: '/chat',
    summary: '',
    tag: 't',
    replies: 'json',
    seconds: 10,
    body: z.looseObject({ model: z.string() }),
  },
});

const pool = new Pool(process.env['UPSTREAM']!, { connections: 64 });
const handlers: Handlers<typeof slice> = {
  chat: async ({ text, signal }) => {
    const { body } = await pool.request({ method: 'POST', path: '/', body: text, signal });
    return stream(body, 'application/json');
  },
};
const env = readEnv({ SYNAPSE_LOG_LEVEL: 'ERROR' });
const listener = createListener(slice, handlers, {
  env,
  log: createLog('bench', env),
  ready: () => true,
});

switch (process.env['WAY']) {
  case 'bare':
    createServer((req, res) => {
      pool.request({ method: 'POST', path: '/', body: req }).then(
        ({ body, statusCode }) =>
          body.pipe(res.writeHead(statusCode, { 'content-type': 'application/json' })),
        () => res.destroy(),
      );
    }).listen(Number(process.env['PORT']));
    break;
  case 'channel':
    adoptServer(listener, () => {});
    register('bench', listener);
    break;
  case 'wrapper': {
    const mutable = (
      http as unknown as { default: { createServer: (...args: unknown[]) => Server } }
    ).default;
    const original = mutable.createServer;
    mutable.createServer = (...args) => {
      mutable.createServer = original;
      const server = original(...args);
      server.removeAllListeners('request');
      return server.on('request', listener);
    };
    register('bench', listener);
    break;
  }
  default:
    register('bench', listener);
}
