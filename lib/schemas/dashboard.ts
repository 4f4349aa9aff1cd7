import { z } from 'zod';

export const LoginForm = z.object({
  access_token: z.string().max(4096),
  next: z.string().optional(),
});

export const LoginQuery = z.object({
  access_token: z.string().max(4096).optional(),
  next: z.string().optional(),
});

export const SessionFacts = z.object({
  /** ISO 8601; null for a script that sends the token itself. */
  expires_at: z.string().nullable(),
  instance: z.string(),
  version: z.string(),
  feed: z.object({ mode: z.enum(['live', 'mock']), bus_mode: z.enum(['local', 'redis']) }),
});

export const OverviewQuery = z.object({
  minutes: z.coerce.number().int().min(1).max(60).default(60),
});

export const RequestsQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  function: z.string().max(64).optional(),
  status: z
    .string()
    .regex(/^(?:[1-5]\d\d|[1-5]xx|failed)$/, 'must be a status, a class such as 5xx, or failed')
    .optional(),
  search: z.string().max(200).optional(),
  before: z
    .string()
    .regex(/^\d{1,15}-.{1,128}$/, 'must be the id of a request')
    .optional(),
});

export const AssetFile = z.object({ file: z.string() });

export const BackendName = z.object({ backend: z.string() });

export const BreakerOrder = z.object({ state: z.enum(['open', 'closed', 'auto']) });

export const TerminalQuery = z.object({
  level: z.string().optional(),
  sources: z.string().optional(),
  backlog: z.string().optional(),
});
