import { forwardHeaders } from '../../lib/backends/forward-headers.ts';
import type { Handler } from '../../lib/http/call.ts';
import { relayForm } from '../../lib/http/relay-form.ts';
import { bytes } from '../../lib/http/reply.ts';
import type { speakers } from '../../lib/routes/speakers.ts';
import type { Pyannote } from './diarize.ts';

/** `POST /speakers/verify` */
export const verify =
  (pyannote: Pyannote): Handler<typeof speakers.verify> =>
  async ({ route, form, headers, requestId, signal }) => {
    const upload = await relayForm(form(), {
      fields: () => ({}),
      filename: (part) => (part === 'file1' ? 'speaker1.wav' : 'speaker2.wav'),
    });
    const context = { signal, headers: forwardHeaders(headers, requestId) };
    return bytes(await pyannote(route.path).verify(upload, context), 'application/json');
  };
