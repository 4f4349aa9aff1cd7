import { z } from 'zod';

const text = (longest: number) =>
  z
    .string()
    .transform((value) => value.slice(0, longest))
    .optional()
    .catch(undefined);

/** A finished request as the bus brings it; what other processes say is not taken on trust. */
export const RequestMessage = z.object({
  function: z.string().max(64),
  at: z.number().int(),
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
});

export type RequestMessage = z.output<typeof RequestMessage>;
