import { z } from 'zod';

const url = z
  .string()
  .transform((value) => value.replace(/\/+$/, ''))
  .refine((value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol), {
    error: 'an http:// or https:// URL is expected',
  });

const seconds = z.number().positive().max(86_400);

/** One entry under `backends:`; unknown keys are refused, so that a misspelt one is not silently without effect. */
export const BackendEntry = z
  .strictObject({
    url: url.optional(),
    urls: z.array(url).min(1).optional(),
    type: z.string().min(1).default('openai-compatible'),
    health: z.string().startsWith('/').default('/health'),
    timeouts: z
      .strictObject({
        connect: seconds.optional(),
        headers: seconds.optional(),
        first_byte: seconds.optional(),
        idle: seconds.optional(),
        total: seconds.optional(),
      })
      .default({}),
    connections: z.int().min(1).max(10_000).default(64),
    headers: z.record(z.string().regex(/^[\w-]+$/), z.string()).default({}),
    api_key_env: z.string().min(1).optional(),
    scales_to_zero: z.boolean().default(false),
    options: z.looseObject({ hedge_ms: z.number().positive().optional() }).default({}),
  })
  .refine((entry) => (entry.url === undefined) !== (entry.urls === undefined), {
    error: 'exactly one of url and urls is expected',
  });

export type BackendEntry = z.output<typeof BackendEntry>;

export const BackendsFile = z.strictObject({
  backends: z.record(z.string().regex(/^[a-z0-9][a-z0-9-]*$/), BackendEntry),
  routes: z.record(z.string().startsWith('/'), z.string()).default({}),
});
