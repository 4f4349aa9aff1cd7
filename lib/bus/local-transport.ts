import type { Deliver, Transport } from './transport.ts';
import { joinMeeting, type LocalOptions } from './local-meeting.ts';
import { createOutbox } from './outbox.ts';

const CLOSE_MS = 500;

/** The processes of one machine meet at a unix-domain socket; the one that hosts it may come and go. */
export function localTransport(options: LocalOptions, deliver: Deliver): Transport {
  const outbox = createOutbox(options.capacity);
  const meeting = joinMeeting(options, outbox, deliver);
  return {
    send: (frame) => {
      const part = meeting.part();
      if (part.value === 'hub') part.hub.send(frame);
      else outbox.push(frame);
      if (part.value === 'link') part.link.flush();
      return true;
    },
    listen: meeting.listen,
    used: () => true,
    reaches: () => meeting.part().value !== 'away',
    counters: () => ({
      transport: 'local',
      connected: meeting.part().value !== 'away',
      waiting: outbox.size(),
      dropped: outbox.dropped() + meeting.dropped(),
      unconfirmed: 0,
      reconnects: meeting.reconnects(),
    }),
    close: async () => {
      const part = meeting.part();
      const patience = new Promise((resolve) => setTimeout(resolve, CLOSE_MS).unref());
      if (part.value === 'link') await Promise.race([part.link.drained(), patience]);
      meeting.close();
    },
  };
}
