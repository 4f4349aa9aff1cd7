import { forwardHeaders } from '../../lib/backends/forward-headers.ts';
import type { Handler } from '../../lib/http/call.ts';
import { relayForm } from '../../lib/http/relay-form.ts';
import { bytes } from '../../lib/http/reply.ts';
import type { stt } from '../../lib/routes/stt.ts';
import type { Whisper } from './transcribe.ts';

/** `POST /stt/detect-language` */
export const detectLanguage =
  (whisper: Whisper): Handler<typeof stt.detectLanguage> =>
  async ({ route, form, headers, requestId, signal }) => {
    const upload = await relayForm(form(), { fields: () => ({}), filename: () => 'audio.wav' });
    const context = { signal, headers: forwardHeaders(headers, requestId) };
    return bytes(await whisper(route.path).detectLanguage(upload, context), 'application/json');
  };
