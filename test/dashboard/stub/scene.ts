import { answerJson, type Answer } from './stub.ts';
import { backendRoutes } from '../../../lib/docs/backend-routes.ts';
import { openApi } from '../../../lib/docs/openapi.ts';
import { table } from '../../../lib/routes/table.ts';
import { modelAnswers } from './models-scene.ts';
import { overviewOf } from './overview-scene.ts';
import { playgroundAnswers } from './playground-scene.ts';
import { requestsAnswer } from './requests-scene.ts';
import { terminalAnswer } from './terminal-scene.ts';
import { voiceAnswers } from './voices-scene.ts';

/** The moment everything in the scene happens around: 2026-11-25 14:30 UTC. */
export const NOW = Date.UTC(2026, 10, 25, 14, 30);

const BACKENDS = {
  'llama-embed': { status: 'healthy', code: 200, breaker: 'closed', latency_ms: 2.1 },
  'llama-router': { status: 'healthy', code: 200, breaker: 'closed', latency_ms: 3.8 },
  'chatterbox-tts': { status: 'healthy', code: 200, breaker: 'half-open', latency_ms: 12.4 },
  'whisper-stt': {
    status: 'healthy',
    code: 200,
    breaker: 'closed',
    latency_ms: 4.6,
    urls: [
      { url: 1, state: 'in', status: 'healthy', code: 200, latency_ms: 4.6 },
      {
        url: 2,
        state: 'out',
        retry_at: '2026-11-25T14:30:40.000Z',
        status: 'unreachable',
        error: 'ECONNREFUSED',
      },
    ],
  },
  'pyannote-speaker': { status: 'asleep', breaker: 'closed' },
  'deepfilter-audio': { status: 'unreachable', error: 'ECONNREFUSED', breaker: 'open' },
};

/** A house with six backends on an ordinary afternoon: one asleep, one in trouble. */
export const scene = (): Record<string, Answer> => ({
  'GET /dashboard/api/session': answerJson({
    expires_at: NOW / 1000 + 86_400,
    instance: 'attic-1',
    version: '1.0.0',
    feed: { mode: 'live', bus_mode: 'local' },
  }),
  'GET /health': answerJson({
    status: 'degraded',
    backends: BACKENDS,
  }),
  'GET /dashboard/api/overview': answerJson(overviewOf(NOW / 1000)),
  'GET /dashboard/api/requests': requestsAnswer(NOW),
  'GET /openapi.json': answerJson(openApi(table, '1.0.0')),
  'GET /api/backend-routes': answerJson(
    backendRoutes(
      table,
      Object.keys(BACKENDS).map((name) => ({ name, health: '/health' })),
      new Map(),
    ),
  ),
  'POST /dashboard/api/breakers/deepfilter-audio': answerJson({ state: 'closed' }),
  'GET /events/terminal': terminalAnswer(NOW),
  'POST /dashboard/logout': answerJson({ ok: true }),
  ...modelAnswers(),
  ...voiceAnswers(),
  ...playgroundAnswers(),
});
