import type { Handler } from '../../lib/http/call.ts';
import { json } from '../../lib/http/reply.ts';
import type { voices } from '../../lib/routes/voices.ts';
import type { RecordingLimits } from '../../lib/voices/stage-reference.ts';
import type { VoiceStore } from '../../lib/voices/store.ts';
import { changed } from './answers.ts';
import { withStagedFiles } from './stage-files.ts';

/** `POST /voices/{voice_id}/references` */
export const addReferences =
  (store: VoiceStore, limits: RecordingLimits): Handler<typeof voices.addReferences> =>
  ({ form, params }) =>
    withStagedFiles(form(), store, limits, async ({ files }) =>
      json(changed(await store.addReferences(params.voice_id, files))),
    );
