import { z } from 'zod';
import { laxNumber } from './lax.ts';

const AUDIO_FORMATS = ['wav', 'mp3', 'flac', 'ogg'] as const;

export const ConvertFields = z.object({
  output_format: z
    .string()
    .transform((value) => value.trim().toLowerCase())
    .pipe(z.enum(AUDIO_FORMATS))
    .default('wav'),
  sample_rate: laxNumber(z.int().min(8000).max(192_000)).optional().describe('Hz.'),
  bitrate: z
    .string()
    .regex(/^\d{1,7}[kK]?$/, 'a bitrate such as `192k` is expected')
    .optional()
    .describe('Bit/s, such as `192k` or `192000`; mp3 and ogg take the nearest they have.'),
});
