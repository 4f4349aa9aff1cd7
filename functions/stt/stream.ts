import { forwardHeaders } from '../../lib/backends/forward-headers.ts';
import type { Handler } from '../../lib/http/call.ts';
import { relayForm } from '../../lib/http/relay-form.ts';
import { events } from '../../lib/http/reply.ts';
import type { stt as routes } from '../../lib/routes/stt.ts';
import type { Stt } from './transcribe.ts';

/** `POST /stt/stream`: the backend's events, relayed untouched as they come. */
export const stream =
  (stt: Stt): Handler<typeof routes.stream> =>
  async ({ route, form, headers, requestId, signal }) => {
    const backend = stt(route.path);
    const upload = await relayForm(form(), {
      fields: backend.fields.stream,
      filename: () => 'audio.wav',
    });
    const context = { signal, headers: forwardHeaders(headers, requestId) };
    const answer = await backend.stream(upload, context);
    return events(answer.body, 'event', { lastEvent: 'done' });
  };
