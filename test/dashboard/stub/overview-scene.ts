const STEPS = 60;

/** Always the same noise. */
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

interface Shape {
  readonly perStep: number;
  readonly p50: number;
  readonly p95: number;
  readonly first: number | null;
  readonly errors: number;
}

const SHAPES: Readonly<Record<string, Shape>> = {
  llm: { perStep: 22, p50: 1850, p95: 5200, first: 310, errors: 0.004 },
  tts: { perStep: 7, p50: 940, p95: 2300, first: 280, errors: 0.02 },
  stt: { perStep: 3, p50: 4100, p95: 9800, first: null, errors: 0 },
  speakers: { perStep: 0, p50: 0, p95: 0, first: null, errors: 0 },
  audio: { perStep: 1.4, p50: 2600, p95: 5400, first: 2100, errors: 0.22 },
  voices: { perStep: 0.8, p50: 9, p95: 31, first: 8, errors: 0 },
};

/** Answer of `/dashboard/api/overview` for the hour before `now` (epoch s). */
export function overviewOf(now: number): object {
  const times = Array.from({ length: STEPS }, (_, index) => now - (STEPS - 1 - index) * 60);
  const domains: Record<string, object> = {};
  const totals: Record<string, object> = {};
  Object.entries(SHAPES).forEach(([name, shape], index) => {
    const next = noise(index * 77 + 5);
    const wave = (at: number): number => 1 + 0.6 * Math.sin(at / 7 + index) + (next() - 0.5) * 0.7;
    const requests = times.map((_, at) => Math.max(0, Math.round(shape.perStep * wave(at))));
    const errors = requests.map((all) =>
      Math.min(all, Math.floor(all * shape.errors * 4 * next())),
    );
    const of = (ms: number | null): (number | null)[] =>
      requests.map((all) =>
        all === 0 || ms === null ? null : Math.round(ms * (0.75 + next() * 0.5)),
      );
    domains[name] = {
      requests,
      errors,
      p50_ms: of(shape.p50),
      p95_ms: of(shape.p95),
      first_p50_ms: of(shape.first),
      first_p95_ms: of(shape.first && shape.first * 2.2),
    };
    const all = requests.reduce((sum, value) => sum + value, 0);
    totals[name] = {
      requests: all,
      errors: errors.reduce((sum, value) => sum + value, 0),
      p50_ms: all ? shape.p50 : null,
      p95_ms: all ? shape.p95 : null,
      first_p50_ms: all ? shape.first : null,
      first_p95_ms: all && shape.first ? shape.first * 2.2 : null,
      rate_per_second: all / 3600,
    };
  });
  const next = noise(9);
  const trace = (ms: number): (number | null)[] =>
    times.map(() => (next() < 0.08 ? null : Math.round(ms * (0.6 + next()))));
  const failure = (minutes: number, code: string, message: string) => ({
    ts: new Date((now - minutes * 60) * 1000).toISOString(),
    code,
    message,
    request_id: `7c1d0e9a-0000-4000-8000-00000000${String(minutes).padStart(4, '0')}`,
  });
  const refused = [2, 3, 9, 14].map((minutes) =>
    failure(minutes, 'backend_unavailable', 'deepfilter-audio cannot be reached'),
  );
  const slow = [failure(21, 'backend_timeout', 'chatterbox-tts did not answer within 120 s')];
  return {
    instance: 'attic-1',
    started_at: now - 93_780,
    uptime_seconds: 93_780,
    step_seconds: 60,
    times,
    domains,
    totals,
    latest_errors: [
      ...refused.map((row) => ({
        ...row,
        function: 'audio',
        route: 'POST /audio/denoise',
        status: 503,
        backend: 'deepfilter-audio',
      })),
      ...slow.map((row) => ({
        ...row,
        function: 'tts',
        route: 'POST /tts/synthesize',
        status: 504,
        backend: 'chatterbox-tts',
      })),
    ],
    backends: {
      'llama-embed': { latency_ms: trace(40), failures: [] },
      'llama-router': { latency_ms: trace(1800), failures: [] },
      'chatterbox-tts': { latency_ms: trace(900), failures: slow },
      'whisper-stt': { latency_ms: trace(4000), failures: [] },
      'pyannote-speaker': { latency_ms: times.map(() => null), failures: [] },
      'deepfilter-audio': { latency_ms: trace(2600), failures: refused },
    },
    feed: { buffer: 412, dropped: 0, subscribers: 1, bus: { published: 412, received: 412 } },
  };
}
