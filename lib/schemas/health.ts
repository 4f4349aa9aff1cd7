import { z } from 'zod';

const BackendHealth = z
  .object({
    status: z
      .enum(['healthy', 'unhealthy', 'unreachable', 'asleep'])
      .describe('asleep: scaled to zero and woken by any request, which is healthy.'),
    code: z.int().optional(),
    error: z.string().optional(),
    breaker: z.enum(['closed', 'open', 'half-open']),
    latency_ms: z.number().optional(),
  })
  .meta({ id: 'BackendHealth' });

export const Health = z
  .object({
    status: z.enum(['healthy', 'degraded']),
    backends: z.record(z.string(), BackendHealth),
  })
  .meta({ id: 'Health' });
