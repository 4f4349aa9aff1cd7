import type { Handler } from '../../lib/http/call.ts';
import { json } from '../../lib/http/reply.ts';
import type { voices } from '../../lib/routes/voices.ts';
import type { RecordingLimits } from '../../lib/voices/stage-reference.ts';
import type { VoiceStore } from '../../lib/voices/store.ts';
import { changed } from './answers.ts';
import { withStagedFiles } from './stage-files.ts';

/** `POST /voices` */
export const create =
  (store: VoiceStore, limits: RecordingLimits): Handler<typeof voices.create> =>
  ({ form }) =>
    withStagedFiles(form(), store, limits, async ({ values, files }) =>
      json(changed(await store.create(String(values['name']), files))),
    );
