import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { listen } from '../../test/support/listen.ts';
import { trackSockets } from './open-sockets.ts';

it('closes connections that never sent a request, or half of one, and leaves those with one alone', async () => {
  const { server, url } = await listen((_req, res) => {
    setTimeout(() => res.end('late'), 300);
  });
  const { closeIdle } = trackSockets(server);
  const port = Number(new URL(url).port);
  const silent = connect(port, '127.0.0.1');
  const half = connect(port, '127.0.0.1');
  await Promise.all([once(silent, 'connect'), once(half, 'connect')]);
  half.write('GET / HT');
  const running = fetch(url);
  await once(server, 'request');
  const closed = [silent, half].map((socket) =>
    once(socket.on('error', () => {}).resume(), 'close'),
  );
  closeIdle();
  await Promise.all(closed);
  expect(await (await running).text()).toBe('late');
});
