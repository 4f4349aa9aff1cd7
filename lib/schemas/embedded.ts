import { z } from 'zod';
import { laxBoolean, laxNumber } from './lax.ts';

/** Fields of Chatterbox's `POST /tts` this engine heeds; the others are ignored, as it has nothing to do with them. */
export const ChatterboxTts = z.looseObject({
  text: z.string().min(1),
  voice_mode: z.enum(['predefined', 'clone']).default('predefined'),
  predefined_voice_id: z.string().nullable().optional(),
  reference_audio_filename: z.string().nullable().optional(),
  speed_factor: laxNumber(z.number().min(0.25).max(4)).default(1),
  output_format: z.enum(['wav']).default('wav'),
});

/** OpenAI's speech request as Chatterbox takes it. */
export const ChatterboxSpeech = z.looseObject({
  input: z.string().min(1),
  voice: z.string().optional(),
  speed: laxNumber(z.number().min(0.25).max(4)).default(1),
  response_format: z.enum(['wav']).default('wav'),
});

export const FileName = z.object({ name: z.string() });

export const WhisperFields = z.object({
  language: z.string().optional(),
  word_timestamps: laxBoolean().default(true),
});

export const ModelOrder = z.looseObject({ model: z.string().min(1) });
