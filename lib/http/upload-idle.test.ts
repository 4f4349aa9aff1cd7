import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it, vi } from 'vitest';
import { watchUpload } from './upload-idle.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

it('lets go of an upload that has arrived, long before its time is up', async () => {
  const requests: WeakRef<IncomingMessage>[] = [];
  const server = createServer((req, res) => {
    requests.push(new WeakRef(req));
    watchUpload(req, 3600, () => {});
    // An answer may come before the body has been read.
    if (req.url === '/early') return void res.writeHead(400, { connection: 'close' }).end();
    req.resume().on('end', () => res.end());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (let nth = 0; nth < 200; nth++) {
    const body = 'x'.repeat(100_000);
    const answer = await fetch(`${url}/${nth % 4 ? '' : 'early'}`, { method: 'POST', body }).catch(
      () => null,
    );
    await answer?.arrayBuffer().catch(() => {});
  }
  server.closeAllConnections();
  await once(server.close(), 'close');
  await vi.waitFor(
    () => {
      collect();
      // The last ones may be on some stack still.
      expect(requests.filter((one) => one.deref()).length).toBeLessThan(5);
    },
    { timeout: 5000 },
  );
});
