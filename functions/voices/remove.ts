import type { Chatterbox } from '../../lib/backends/chatterbox.ts';
import { forwardHeaders } from '../../lib/backends/forward-headers.ts';
import type { Handler } from '../../lib/http/call.ts';
import { json } from '../../lib/http/reply.ts';
import type { voices } from '../../lib/routes/voices.ts';
import type { VoiceStore } from '../../lib/voices/store.ts';

/** How long the speech backend may take to forget its copies; the voice itself is gone by then. */
const FORGET_MS = 5000;

/** `DELETE /voices/{voice_id}`: the voice, and its copies at the speech backend where that can be asked. */
export const remove =
  (store: VoiceStore, chatterbox: Chatterbox | null): Handler<typeof voices.remove> =>
  async ({ params, headers, requestId, log }) => {
    const { id, references } = await store.remove(params.voice_id);
    const context = {
      headers: forwardHeaders(headers, requestId),
      signal: AbortSignal.timeout(FORGET_MS),
    };
    await Promise.all(
      references.map(async (name) => {
        const forgotten = await chatterbox
          ?.deleteReference(`${id}_${name}`, context)
          .catch(() => false);
        if (forgotten === false)
          log.info(
            { request_id: requestId, voice: id, name },
            'the speech backend was not able to forget its copy',
          );
      }),
    );
    return json({ status: 'deleted' as const, voice_id: id });
  };
