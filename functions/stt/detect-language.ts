import { forwardHeaders } from '../../lib/backends/forward-headers.ts';
import type { Handler } from '../../lib/http/call.ts';
import { relayForm } from '../../lib/http/relay-form.ts';
import { bytes } from '../../lib/http/reply.ts';
import type { stt as routes } from '../../lib/routes/stt.ts';
import type { Stt } from './transcribe.ts';

/** `POST /stt/detect-language` */
export const detectLanguage =
  (stt: Stt): Handler<typeof routes.detectLanguage> =>
  async ({ route, form, headers, requestId, signal }) => {
    const backend = stt(route.path);
    const upload = await relayForm(form(), {
      fields: backend.fields.detectLanguage,
      filename: () => 'audio.wav',
    });
    const context = { signal, headers: forwardHeaders(headers, requestId) };
    return bytes(await backend.detectLanguage(upload, context), 'application/json');
  };
