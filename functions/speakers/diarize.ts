import { forwardHeaders } from '../../lib/backends/forward-headers.ts';
import type { createPyannote } from '../../lib/backends/pyannote.ts';
import type { Handler } from '../../lib/http/call.ts';
import { relayForm } from '../../lib/http/relay-form.ts';
import { bytes } from '../../lib/http/reply.ts';
import type { speakers } from '../../lib/routes/speakers.ts';

export type Pyannote = (path: string) => ReturnType<typeof createPyannote>;

/** `POST /speakers/diarize` */
export const diarize =
  (pyannote: Pyannote): Handler<typeof speakers.diarize> =>
  async ({ route, form, headers, requestId, signal }) => {
    const upload = await relayForm(form(), {
      fields: (values) =>
        Object.fromEntries(
          Object.entries(values)
            .filter(([, value]) => value !== undefined)
            .map(([name, value]) => [name, String(value)]),
        ),
      filename: () => 'audio.wav',
    });
    const context = { signal, headers: forwardHeaders(headers, requestId) };
    return bytes(await pyannote(route.path).diarize(upload, context), 'application/json');
  };
