import type { createDeepfilter } from '../../lib/backends/deepfilter.ts';
import { forwardHeaders } from '../../lib/backends/forward-headers.ts';
import type { Handler } from '../../lib/http/call.ts';
import { relayForm } from '../../lib/http/relay-form.ts';
import { stream } from '../../lib/http/reply.ts';
import type { audio } from '../../lib/routes/audio.ts';

export type Deepfilter = (path: string) => ReturnType<typeof createDeepfilter>;

/** `POST /audio/denoise`: 48 kHz WAV, relayed as the backend makes it. */
export const denoise =
  (deepfilter: Deepfilter): Handler<typeof audio.denoise> =>
  async ({ route, form, headers, requestId, signal }) => {
    const upload = await relayForm(form(), { fields: () => ({}), filename: () => 'audio.wav' });
    const context = { signal, headers: forwardHeaders(headers, requestId) };
    const answer = await deepfilter(route.path).denoise(upload, context);
    return stream(answer.body, 'audio/wav', {
      headers: { 'content-disposition': 'attachment; filename=denoised.wav' },
    });
  };
