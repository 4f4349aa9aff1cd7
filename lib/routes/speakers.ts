import { defineRoutes } from '../http/route.ts';
import { Diarization, DiarizeFields, Verification } from '../schemas/speakers.ts';
import { NoFields } from '../schemas/voices.ts';

const speaker = {
  tag: 'speaker',
  backend: 'pyannote-speaker',
  rejects: 422,
  method: 'POST',
  replies: 'json',
  seconds: 600,
} as const;

export const speakers = defineRoutes({
  diarize: {
    ...speaker,
    path: '/speakers/diarize',
    summary: 'Tell who speaks when',
    form: { fields: DiarizeFields, files: { file: { max: 1 } } },
    response: Diarization,
  },
  verify: {
    ...speaker,
    path: '/speakers/verify',
    summary: 'Tell whether two recordings are of one speaker',
    form: { fields: NoFields, files: { file1: { max: 1 }, file2: { max: 1 } } },
    response: Verification,
  },
});
