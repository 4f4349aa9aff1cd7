import type { Chatterbox } from '../../lib/backends/chatterbox.ts';
import type { Handler } from '../../lib/http/call.ts';
import { json } from '../../lib/http/reply.ts';
import type { voices } from '../../lib/routes/voices.ts';
import type { VoiceStore } from '../../lib/voices/store.ts';
import { changed } from './answers.ts';
import { forgetCopies } from './forget-copies.ts';

/** `DELETE /voices/{voice_id}/references/{name}`: one recording, and its copy at the speech backend. */
export const removeReference =
  (store: VoiceStore, chatterbox: Chatterbox | null): Handler<typeof voices.removeReference> =>
  async (call) => {
    const { voice_id: id, name } = call.params;
    const voice = await store.removeReference(id, name);
    await forgetCopies(chatterbox, id, [name], call);
    return json(changed(voice));
  };
