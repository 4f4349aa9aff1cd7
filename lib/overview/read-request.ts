import { z } from 'zod';

const text = (longest: number) =>
  z
    .string()
    .transform((value) => value.slice(0, longest))
    .optional()
    .catch(undefined);

/** The last moment a date can name. */
const LAST_MS = 8.64e15;

const amount = z.number().nonnegative().optional().catch(undefined);

/** A finished request as the bus brings it; what other processes say is not taken on trust. */
export const RequestMessage = z.object({
  /** Given by the bus. */
  id: text(128),
  function: z.string().max(64),
  instance: text(128),
  at: z.number().int().min(0).max(LAST_MS),
  method: z.string().max(16),
  route: z.string().max(256),
  status: z.number().int().min(100).max(599),
  ms: z.number().nonnegative(),
  first_byte_ms: z.number().nonnegative(),
  request_id: z.string().max(128),
  code: text(64),
  message: text(500),
  backend: text(128),
  model: text(256),
  stage: text(64),
  tokens: amount,
  prompt_tokens: amount,
  tokens_per_second: amount,
  estimated: z.literal(true).optional().catch(undefined),
});

export type RequestMessage = z.output<typeof RequestMessage>;
