import { gzipSync } from 'node:zlib';
import { every, type Fault } from './fault.ts';
import { asSent, cut, inBand, refused, whole } from './outcome.ts';
import { breaksOff, destroy, head, raw, sends, stay } from './strikes.ts';

const broken = refused(502, 'backend_broken');
const nonsense = refused(502, 'backend_bad_answer');
const brokenBody = {
  json: broken,
  audio: cut,
  chat: inBand('backend_broken'),
  events: inBand('backend_broken'),
} as const;

const typed = (type: string, ...more: string[]): string =>
  head(['200 OK', `content-type: ${type}`, ...more]);

/** 64 MiB of zeros. */
const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));

/** Cuts a text at its first two-byte character. */
const atUmlaut = (body: Buffer): number => body.indexOf(0xc3) + 1;

/** What goes wrong behind a good status line. */
export const faultsInTheBody: readonly Fault[] = [
  {
    name: 'cut-after-bytes',
    title: 'closes after 100 bytes of a body of unknown length',
    strike: ({ received, res, healthy, send, socket }) => {
      received(() => {
        res.writeHead(200, { 'content-type': healthy.type });
        send(Buffer.concat(healthy.pieces).subarray(0, healthy.pieces.length > 1 ? 100 : 10));
        setTimeout(() => socket.destroy(), 50);
      });
    },
    client: brokenBody,
    counts: true,
    closes: true,
  },
  {
    name: 'cut-after-40',
    title: 'closes after 40 of 60 pieces',
    bench: 'S08, S14',
    strike: breaksOff(40, destroy),
    client: { audio: cut, chat: brokenBody.chat, events: brokenBody.events },
    counts: true,
    closes: true,
  },
  {
    name: 'stall-after-20',
    slow: true,
    title: 'falls silent after 20 of 60 pieces',
    bench: 'S09',
    strike: breaksOff(20, stay),
    client: { audio: cut, chat: inBand('backend_timeout'), events: inBand('backend_timeout') },
    counts: true,
    closes: true,
  },
  {
    name: 'malformed-line',
    title: 'sends one malformed event among good ones',
    bench: 'S10',
    strike: sends((body) => {
      const at = body.indexOf('data: ', 400);
      return [body.subarray(0, at), Buffer.from('data: {"broken\n\n'), body.subarray(at)];
    }),
    client: { chat: asSent, events: asSent },
    counts: false,
  },
  {
    name: 'no-done',
    title: 'ends a complete stream without its last word',
    bench: 'S11',
    strike: sends((body) => [
      body.subarray(0, Math.max(body.lastIndexOf('data: [DONE]'), body.lastIndexOf('event: done'))),
    ]),
    client: { chat: asSent, events: inBand('backend_broken') },
    counts: false,
  },
  {
    name: 'split-character',
    title: 'splits a character between two packets',
    strike: ({ received, res, healthy, send }) => {
      received(() => {
        const body = Buffer.concat(healthy.pieces);
        res.writeHead(200, { 'content-type': healthy.type });
        send(body.subarray(0, atUmlaut(body)));
        setTimeout(() => {
          send(body.subarray(atUmlaut(body)));
          res.end();
        }, 50);
      });
    },
    client: { json: whole, chat: whole, events: whole },
    counts: false,
  },
  {
    name: 'half-character',
    title: 'loses half of a character',
    strike: sends((body) => [body.subarray(0, atUmlaut(body)), body.subarray(atUmlaut(body) + 1)]),
    client: { json: nonsense, chat: asSent, events: asSent },
    counts: false,
  },
  {
    name: 'html-as-success',
    title: 'answers 200 with an HTML page',
    strike: sends(() => [Buffer.from('<html><body>Welcome to nginx</body></html>')], 'text/html'),
    client: every(nonsense),
    counts: false,
  },
  {
    name: 'wrong-type',
    title: 'labels the right answer text/plain',
    strike: sends((body) => [body], 'text/plain'),
    client: { json: whole, audio: nonsense, chat: nonsense, events: nonsense },
    counts: false,
  },
  {
    name: 'error-as-success',
    title: 'answers 200 with a JSON error',
    strike: sends(
      () => [
        Buffer.from('{"error":{"message":"out of memory","type":"server_error","code":"oom"}}'),
      ],
      'application/json',
    ),
    client: {
      json: refused(502, 'oom'),
      audio: nonsense,
      chat: refused(502, 'oom'),
      events: nonsense,
    },
    counts: false,
  },
  {
    name: 'length-too-long',
    title: 'announces 100 bytes more than it sends',
    strike: raw(({ healthy: { type, pieces } }) => {
      const body = Buffer.concat(pieces.length > 1 ? pieces.slice(0, -1) : pieces);
      return [typed(type, `content-length: ${body.length + 100}`), body];
    }),
    client: brokenBody,
    counts: true,
    closes: true,
  },
  {
    name: 'length-too-short',
    title: 'announces half of what it sends',
    strike: raw(({ healthy }) => {
      const body = Buffer.concat(healthy.pieces);
      return [typed(healthy.type, `content-length: ${body.length >> 1}`), body];
    }, 'stay'),
    client: { json: nonsense, chat: brokenBody.chat, events: brokenBody.events },
    counts: false,
    closes: true,
  },
  {
    name: 'chunked-garbage',
    title: 'sends garbage for a chunk length',
    strike: raw(({ healthy }) => {
      const first = healthy.pieces[0]!;
      const chunk = `${first.length.toString(16)}\r\n`;
      return [
        typed(healthy.type, 'transfer-encoding: chunked'),
        chunk,
        first,
        '\r\nXYZ\r\ngarbage',
      ];
    }, 'stay'),
    client: brokenBody,
    counts: true,
    closes: true,
  },
  {
    name: 'gzip-bomb',
    title: 'answers compressed though asked not to: 64 MiB in 64 KiB',
    strike: ({ received, res, healthy }) => {
      received(() => {
        res.writeHead(200, { 'content-type': healthy.type, 'content-encoding': 'gzip' });
        res.end(bomb);
      });
    },
    client: every(nonsense),
    counts: false,
  },
];
