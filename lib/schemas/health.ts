import { z } from 'zod';

const UrlHealth = z
  .object({
    url: z.int().describe('Its place in the `urls` of the backends file, from 1.'),
    state: z
      .enum(['in', 'out'])
      .describe(
        'out: it failed three times in a row, or asked to be left alone, and gets no calls.',
      ),
    retry_at: z.string().optional().describe('When a url that is out gets its next call.'),
    status: z.enum(['healthy', 'unhealthy', 'unreachable']).optional(),
    code: z.int().optional(),
    error: z.string().optional(),
    latency_ms: z.number().optional(),
  })
  .meta({ id: 'UrlHealth' });

const BackendHealth = z
  .object({
    status: z
      .enum(['healthy', 'unhealthy', 'unreachable', 'asleep'])
      .describe('asleep: scaled to zero and woken by any request, which is healthy.'),
    code: z.int().optional(),
    error: z.string().optional(),
    breaker: z.enum(['closed', 'open', 'half-open']),
    latency_ms: z.number().optional(),
    urls: z
      .array(UrlHealth)
      .optional()
      .describe('Of a backend with several urls; it is healthy while one of them is.'),
  })
  .meta({ id: 'BackendHealth' });

export const Health = z
  .object({
    status: z.enum(['healthy', 'degraded']),
    backends: z.record(z.string(), BackendHealth),
  })
  .meta({ id: 'Health' });
