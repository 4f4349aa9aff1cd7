import type { Chatterbox } from '../../lib/backends/chatterbox.ts';
import type { Handler } from '../../lib/http/call.ts';
import { json } from '../../lib/http/reply.ts';
import type { voices } from '../../lib/routes/voices.ts';
import type { VoiceStore } from '../../lib/voices/store.ts';
import { forgetCopies } from './forget-copies.ts';

/** `DELETE /voices/{voice_id}`: the voice, and its copies at the speech backend where that can be asked. */
export const remove =
  (store: VoiceStore, chatterbox: Chatterbox | null): Handler<typeof voices.remove> =>
  async (call) => {
    const { id, references } = await store.remove(call.params.voice_id);
    await forgetCopies(chatterbox, id, references, call);
    return json({ status: 'deleted' as const, voice_id: id });
  };
