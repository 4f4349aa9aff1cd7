import type { Handler } from '../../lib/http/call.ts';
import { json } from '../../lib/http/reply.ts';
import type { voices } from '../../lib/routes/voices.ts';
import type { VoiceStore } from '../../lib/voices/store.ts';
import { changed } from './answers.ts';

/** `PATCH /voices/{voice_id}` */
export const rename =
  (store: VoiceStore): Handler<typeof voices.rename> =>
  async ({ params, body }) =>
    json(changed(await store.rename(params.voice_id, body.name)));
