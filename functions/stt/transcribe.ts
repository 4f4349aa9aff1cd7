import { forwardHeaders } from '../../lib/backends/forward-headers.ts';
import type { SttBackend } from '../../lib/backends/stt-protocol.ts';
import type { Handler } from '../../lib/http/call.ts';
import { relayForm } from '../../lib/http/relay-form.ts';
import { bytes } from '../../lib/http/reply.ts';
import type { stt as routes } from '../../lib/routes/stt.ts';

export type Stt = (path: string) => SttBackend;

/** `POST /stt/transcribe`: the recording goes to the backend while it is still being uploaded. */
export const transcribe =
  (stt: Stt): Handler<typeof routes.transcribe> =>
  async ({ route, form, headers, requestId, signal }) => {
    const backend = stt(route.path);
    let values: Readonly<Record<string, unknown>> = {};
    const upload = await relayForm(form(), {
      fields: (known) => backend.fields.transcribe((values = known)),
      filename: () => 'audio.wav',
    });
    const context = { signal, headers: forwardHeaders(headers, requestId) };
    return bytes(await backend.transcribe(upload, context, () => values), 'application/json');
  };
