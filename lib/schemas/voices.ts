import { z } from 'zod';
import { text } from './lax.ts';

/** Line breaks and other controls, and marks that turn the direction of the text around them. */
const INVISIBLE = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

const VoiceName = text(1, 100)
  .refine((name) => !INVISIBLE.test(name), 'control characters are not allowed')
  .describe('1 to 100 characters.');

export const VoiceSummary = z
  .object({
    voice_id: z.string(),
    name: z.string(),
    created_at: z.string(),
    references_count: z.int(),
    references: z.array(z.string()),
  })
  .meta({ id: 'VoiceSummary' });

export const VoiceChange = z
  .object({
    voice_id: z.string(),
    name: z.string(),
    references_count: z.int(),
    references: z.array(z.string()),
  })
  .meta({ id: 'VoiceChange' });

const ReferenceFacts = z
  .object({
    name: z.string(),
    bytes: z.int(),
    sha256: z.string(),
    duration_seconds: z.number(),
    sample_rate: z.int(),
    channels: z.int(),
    added_at: z.string().optional(),
  })
  .meta({ id: 'ReferenceFacts' });

export const Voice = z
  .object({
    voice_id: z.string(),
    name: z.string(),
    created_at: z.string(),
    references_count: z.int(),
    references: z.array(z.string()),
    duration_seconds: z.number(),
    files: z.array(ReferenceFacts),
  })
  .meta({ id: 'Voice' });

export const VoiceRename = z.object({ name: VoiceName }).meta({ id: 'VoiceRename' });
export const VoiceRemoved = z.object({ status: z.literal('deleted'), voice_id: z.string() });
export const VoiceIdParam = z.object({ voice_id: z.string() });
export const ReferenceParams = z.object({ voice_id: z.string(), name: z.string() });
export const VoiceCreateFields = z.object({ name: VoiceName });
export const NoFields = z.object({});
