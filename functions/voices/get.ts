import type { Handler } from '../../lib/http/call.ts';
import { json } from '../../lib/http/reply.ts';
import type { voices } from '../../lib/routes/voices.ts';
import type { VoiceStore } from '../../lib/voices/store.ts';
import { listed } from './answers.ts';

/** `GET /voices/{voice_id}` */
export const get =
  (store: VoiceStore): Handler<typeof voices.get> =>
  async ({ params }) => {
    const { voice, files } = await store.get(params.voice_id);
    const duration_seconds = files.reduce((sum, file) => sum + file.duration_seconds, 0);
    return json({ ...listed(voice), duration_seconds, files });
  };
