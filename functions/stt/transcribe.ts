import { forwardHeaders } from '../../lib/backends/forward-headers.ts';
import type { createWhisper } from '../../lib/backends/whisper.ts';
import type { Handler } from '../../lib/http/call.ts';
import { relayForm } from '../../lib/http/relay-form.ts';
import { bytes } from '../../lib/http/reply.ts';
import type { stt } from '../../lib/routes/stt.ts';

export type Whisper = (path: string) => ReturnType<typeof createWhisper>;

/** `POST /stt/transcribe`: the recording goes to the backend while it is still being uploaded. */
export const transcribe =
  (whisper: Whisper): Handler<typeof stt.transcribe> =>
  async ({ route, form, headers, requestId, signal }) => {
    const upload = await relayForm(form(), {
      // The backend's own default is true, so the field is always sent.
      fields: ({ language, word_timestamps: words }) => ({
        ...(typeof language === 'string' && { language }),
        word_timestamps: String(words === true),
      }),
      filename: () => 'audio.wav',
    });
    const context = { signal, headers: forwardHeaders(headers, requestId) };
    return bytes(await whisper(route.path).transcribe(upload, context), 'application/json');
  };
