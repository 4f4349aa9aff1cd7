import { forwardHeaders } from '../../lib/backends/forward-headers.ts';
import type { SpeakerBackend } from '../../lib/backends/speaker-backend.ts';
import type { Handler } from '../../lib/http/call.ts';
import { relayForm } from '../../lib/http/relay-form.ts';
import { bytes } from '../../lib/http/reply.ts';
import type { speakers } from '../../lib/routes/speakers.ts';

export type Pyannote = (path: string) => SpeakerBackend;

/** `POST /speakers/diarize` */
export const diarize =
  (pyannote: Pyannote): Handler<typeof speakers.diarize> =>
  async ({ route, form, headers, requestId, signal }) => {
    const backend = pyannote(route.path);
    const upload = await relayForm(form(), {
      fields: (values) =>
        backend.fields(
          Object.fromEntries(
            Object.entries(values)
              .filter(([, value]) => value !== undefined)
              .map(([name, value]) => [name, String(value)]),
          ),
        ),
      filename: () => 'audio.wav',
    });
    const context = { signal, headers: forwardHeaders(headers, requestId) };
    return bytes(await backend.diarize(upload, context), 'application/json');
  };
