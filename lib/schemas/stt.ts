import { z } from 'zod';
import { laxBoolean } from './lax.ts';

export const TranscribeFields = z.object({
  language: z.string().optional().describe('Language code; left out: detected.'),
  word_timestamps: laxBoolean()
    .default(false)
    .describe('Start, end and probability of every word.'),
});

export const LanguageField = z.object({ language: z.string().optional() });

const Word = z.object({
  word: z.string(),
  start: z.number(),
  end: z.number(),
  probability: z.number(),
});
const Segment = z.object({
  id: z.int(),
  text: z.string(),
  start: z.number().describe('Seconds.'),
  end: z.number().describe('Seconds.'),
  words: z.array(Word).nullable(),
});

export const Transcription = z
  .object({
    text: z.string(),
    language: z.string(),
    language_probability: z.number(),
    duration: z.number().describe('Seconds.'),
    segments: z.array(Segment),
  })
  .meta({ id: 'Transcription' });

export const DetectedLanguage = z
  .object({
    detected_language: z.string(),
    probability: z.number(),
    all_languages: z.array(z.object({ code: z.string(), name: z.string() })),
  })
  .meta({ id: 'DetectedLanguage' });
