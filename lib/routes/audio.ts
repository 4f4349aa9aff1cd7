import { defineRoutes } from '../http/route.ts';
import { ConvertFields } from '../schemas/audio.ts';
import { NoFields } from '../schemas/voices.ts';

const work = {
  tag: 'audio',
  backend: 'deepfilter-audio',
  method: 'POST',
  replies: 'audio',
  seconds: 600,
} as const;
const files = { file: { max: 1 } } as const;

export const audio = defineRoutes({
  denoise: {
    ...work,
    rejects: 422,
    path: '/audio/denoise',
    summary: 'Remove noise from a recording; 48 kHz WAV',
    form: { fields: NoFields, files },
  },
  convert: {
    ...work,
    rejects: 422,
    path: '/audio/convert',
    summary: 'Convert a recording to wav, mp3, flac or ogg',
    form: { fields: ConvertFields, files },
  },
});
