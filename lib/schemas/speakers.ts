import { z } from 'zod';
import { laxNumber } from './lax.ts';

const count = (what: string) => laxNumber(z.int().min(1).max(100)).optional().describe(what);

export const DiarizeFields = z
  .object({
    num_speakers: count('The exact number of speakers, when known.'),
    min_speakers: count('At least this many.'),
    max_speakers: count('At most this many.'),
  })
  .refine(
    ({ min_speakers: min, max_speakers: max }) =>
      min === undefined || max === undefined || min <= max,
    {
      error: 'min_speakers is greater than max_speakers',
      path: ['min_speakers'],
    },
  );

export const Diarization = z
  .object({
    num_speakers: z.int(),
    segments: z.array(z.object({ speaker: z.string(), start: z.number(), end: z.number() })),
    duration: z.number().describe('Seconds.'),
  })
  .meta({ id: 'Diarization' });

export const Verification = z
  .object({ is_same_speaker: z.boolean(), similarity_score: z.number(), threshold: z.number() })
  .meta({ id: 'Verification' });
