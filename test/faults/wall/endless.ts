import type { Fault } from './fault.ts';
import { cut, inBand, refused } from './outcome.ts';

/** A limit of the whole call, in seconds. */
export const TOTAL = 3;

/** What only a limit of the whole call ends. */
export const endless: Fault = {
  name: 'endless',
  title: 'begins the right answer and drips without end, with `timeouts.total`',
  strike: ({ received, res, healthy, send }) => {
    received(() => {
      res.writeHead(200, { 'content-type': healthy.type });
      send(healthy.pieces[0]!);
      const filler = healthy.type === 'text/event-stream' ? ': \n\n' : ' ';
      const timer = setInterval(() => res.write(filler), 100);
      res.on('close', () => clearInterval(timer));
    });
  },
  client: {
    json: refused(504, 'backend_timeout'),
    audio: cut,
    chat: inBand('backend_timeout'),
    events: inBand('backend_timeout'),
  },
  counts: true,
  closes: true,
};
