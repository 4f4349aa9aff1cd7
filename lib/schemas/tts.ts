import { z } from 'zod';
import { boundedArray } from './bounded-array.ts';
import { laxBoolean, laxNumber, text } from './lax.ts';

const language = z
  .string()
  .default('en')
  .describe('Language code; what the backend does not speak it reads as it can.');
const speed = laxNumber(z.number().min(0.5).max(2)).default(1).describe('Speaking rate, 0.5 to 2.');
const spoken = text(1, 5000).describe('What to say, 1 to 5000 characters.');

export const SynthesizeRequest = z
  .object({
    text: spoken,
    voice_id: z
      .string()
      .nullable()
      .default(null)
      .describe('A voice of `GET /voices`; null or empty: the default voice.'),
    voice: z
      .string()
      .trim()
      .max(200)
      .regex(/^[^/\\]*$/, 'a voice has a name, not a path')
      .nullable()
      .default(null)
      .describe(
        'A predefined voice of the speech backend, such as `Robert` or `Alice.wav`; not heeded beside `voice_id`.',
      ),
    language,
    speed,
    split_sentences: laxBoolean().default(true),
  })
  .meta({ id: 'SynthesizeRequest' });
export type SynthesizeRequest = z.infer<typeof SynthesizeRequest>;

const WeightedVoice = z.object({
  voice_id: z.string(),
  weight: laxNumber(z.number().gt(0).max(1)),
});

export const InterpolateRequest = z
  .object({ text: spoken, voices: boundedArray(WeightedVoice, 2, 5), language, speed })
  .refine(
    ({ voices }) =>
      Math.abs(voices.reduce((sum, voice) => sum + voice.weight, 0) - 1) <= 0.01 + 1e-9,
    {
      error: 'the weights of the voices must add up to 1 (±0.01)',
      path: [],
    },
  )
  .meta({ id: 'InterpolateRequest' });
export type InterpolateRequest = z.infer<typeof InterpolateRequest>;

export const Language = z.object({ code: z.string(), name: z.string() }).meta({ id: 'Language' });
