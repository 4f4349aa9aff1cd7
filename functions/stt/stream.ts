import { forwardHeaders } from '../../lib/backends/forward-headers.ts';
import type { Handler } from '../../lib/http/call.ts';
import { relayForm } from '../../lib/http/relay-form.ts';
import { events } from '../../lib/http/reply.ts';
import type { stt } from '../../lib/routes/stt.ts';
import type { Whisper } from './transcribe.ts';

/** `POST /stt/stream`: the backend's events, relayed untouched as they come. */
export const stream =
  (whisper: Whisper): Handler<typeof stt.stream> =>
  async ({ route, form, headers, requestId, signal }) => {
    const upload = await relayForm(form(), {
      fields: ({ language }) => (typeof language === 'string' ? { language } : {}),
      filename: () => 'audio.wav',
    });
    const context = { signal, headers: forwardHeaders(headers, requestId) };
    const answer = await whisper(route.path).stream(upload, context);
    return events(answer.body, 'event', { lastEvent: 'done' });
  };
