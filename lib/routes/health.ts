import { defineRoutes } from '../http/route.ts';
import { Health } from '../schemas/health.ts';

export const health = defineRoutes({
  health: {
    method: 'GET',
    path: '/health',
    summary: 'Health of every backend, with its breaker',
    tag: 'health',
    replies: 'json',
    response: Health,
    seconds: 5,
    quiet: true,
  },
});
