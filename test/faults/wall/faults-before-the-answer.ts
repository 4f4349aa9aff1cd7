import { every, type Fault } from './fault.ts';
import { inBand, refused, whole } from './outcome.ts';
import { breaksOff, destroy, drips, head, raw, stay } from './strikes.ts';

const broken = refused(502, 'backend_broken');
const silent = refused(504, 'backend_timeout');

/** What goes wrong before the status line, or with it. */
export const faultsBeforeTheAnswer: readonly Fault[] = [
  {
    name: 'silent',
    slow: true,
    title: 'accepts the request and stays silent',
    bench: 'S06',
    strike: stay,
    client: every(silent),
    counts: true,
    closes: true,
  },
  {
    name: 'silent-upload',
    slow: true,
    title: 'accepts the connection and reads nothing',
    strike: ({ req }) => void req.pause(),
    client: every(silent),
    counts: true,
    closes: true,
    large: true,
  },
  {
    name: 'reset',
    expires: true,
    title: 'resets the connection before a byte of the answer',
    bench: 'S05',
    strike: raw(() => [], 'reset'),
    client: every(broken),
    counts: true,
    closes: true,
  },
  {
    name: 'reset-mid-upload',
    expires: true,
    title: 'resets the connection in the middle of the upload',
    strike: ({ req, socket }) => {
      if (req.readableEnded) socket.resetAndDestroy();
      else req.once('data', () => socket.resetAndDestroy());
    },
    client: every(broken),
    counts: true,
    closes: true,
    large: true,
  },
  {
    name: 'dripping-head',
    slow: true,
    title: 'sends its head byte by byte and never ends it',
    strike: ({ socket }) => {
      socket.write('HTTP/1.1 200 OK\r\nx-slow: ');
      const timer = setInterval(() => socket.write('a'), 100);
      socket.on('close', () => clearInterval(timer));
    },
    client: every(silent),
    counts: true,
    closes: true,
  },
  {
    name: 'cut-head',
    expires: true,
    title: 'closes in the middle of its head',
    strike: raw(() => ['HTTP/1.1 200 OK\r\ncontent-ty']),
    client: every(broken),
    counts: true,
    closes: true,
  },
  {
    name: 'oversize-headers',
    title: 'sends 64 KiB of headers',
    strike: raw(
      () => [head(['200 OK', `x-large: ${'a'.repeat(65_536)}`, 'content-length: 2']), '{}'],
      'stay',
    ),
    client: every(broken),
    counts: true,
    closes: true,
  },
  {
    name: 'not-http',
    title: 'speaks another protocol',
    strike: raw(() => ['SSH-2.0-OpenSSH_9.2\r\n'], 'stay'),
    client: every(broken),
    counts: true,
    closes: true,
  },
  {
    name: 'expired',
    afterMs: 300,
    expires: true,
    title: 'closes a connection kept for a while when the next request comes',
    strike: (blow) => {
      if (blow.idleMs > 100) blow.socket.destroy();
      else breaksOff(blow.healthy.pieces.length, ({ res }) => res.end())(blow);
    },
    client: every(whole),
    counts: false,
  },
  {
    name: 'slow-first-byte',
    slow: true,
    title: 'sends its head at once and the rest 0.7 s later',
    bench: 'S07',
    strike: breaksOff(0, ({ res, healthy }) => {
      setTimeout(() => {
        for (const piece of healthy.pieces) res.write(piece);
        res.end();
      }, 650);
    }),
    client: every(whole),
    counts: false,
  },
  {
    name: 'silent-after-head',
    slow: true,
    title: 'sends its head and stays silent',
    strike: breaksOff(0, stay),
    client: {
      json: silent,
      audio: silent,
      chat: inBand('backend_timeout'),
      events: inBand('backend_timeout'),
    },
    counts: true,
    closes: true,
  },
  {
    name: 'drip',
    slow: true,
    title: 'drips the right answer for longer than any limit, never silent past it',
    strike: drips(46, 100),
    client: every(whole),
    counts: false,
  },
  {
    name: 'cut-after-head',
    title: 'closes right behind its head',
    strike: breaksOff(0, destroy),
    client: {
      json: broken,
      audio: broken,
      chat: inBand('backend_broken'),
      events: inBand('backend_broken'),
    },
    counts: true,
    closes: true,
  },
];
