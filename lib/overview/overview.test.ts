import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHistogram } from './histogram.ts';
import { createOverview } from './overview.ts';

const NOW = 1_800_000_000_000;

function overviewAt(clock: { now: number }) {
  return createOverview(
    {
      functions: ['llm', 'stt'],
      listed: (name) => name !== 'stt',
      backends: ['llama-router', 'whisper-stt', 'other'],
      backendOf: (route, fallback) => (route === '/moved' ? 'other' : fallback),
      redact: (text) => text.replaceAll('secret', '***'),
    },
    () => clock.now,
  );
}

const request = (more: object = {}) => ({
  function: 'llm',
  instance: 'i',
  at: NOW,
  method: 'POST',
  route: '/v1/chat/completions',
  status: 200,
  ms: 100,
  first_byte_ms: 20,
  request_id: 'r',
  backend: 'llama-router',
  ...more,
});

describe('the overview', () => {
  it('has a point for every ten seconds, and the sums', () => {
    const overview = overviewAt({ now: NOW });
    overview.add(request({ at: NOW - 30_000 }));
    overview.add(request());
    overview.add(request({ ms: 1000, status: 502, code: 'backend_broken', message: 'a secret' }));
    const answer = overview.answer(60);
    expect(answer.times).toHaveLength(360);
    expect(answer.times.at(-1)).toBe(NOW / 1000);
    const { llm, stt } = answer.domains;
    expect(llm!.requests.slice(-4)).toEqual([1, 0, 0, 2]);
    expect(llm!.errors.at(-1)).toBe(1);
    expect(llm!.p50_ms.slice(-4)).toEqual([
      expect.closeTo(100, -1),
      null,
      null,
      expect.closeTo(100, -1),
    ]);
    expect(stt!.requests.every((count) => count === 0)).toBe(true);
    expect(answer.totals['llm']).toMatchObject({ requests: 3, errors: 1, rate_per_second: 0.02 });
    expect(answer.latest_errors).toEqual([
      {
        ts: new Date(NOW).toISOString(),
        function: 'llm',
        route: 'POST /v1/chat/completions',
        status: 502,
        code: 'backend_broken',
        message: 'a ***',
        request_id: 'r',
        backend: 'llama-router',
      },
    ]);
    expect(answer.backends['llama-router']!.failures).toHaveLength(1);
    expect(answer.backends['llama-router']!.latency_ms.at(-1)).not.toBeNull();
  });

  it('counts for the backend that really serves a path', () => {
    const overview = overviewAt({ now: NOW });
    overview.add(request({ route: '/moved', backend: 'whisper-stt', status: 503 }));
    const { backends } = overview.answer(5);
    expect(backends['other']!.failures).toHaveLength(1);
    expect(backends['whisper-stt']!.failures).toHaveLength(0);
  });

  it('forgets what is older than an hour, and believes no other clock', () => {
    const clock = { now: NOW };
    const overview = overviewAt(clock);
    overview.add(request());
    overview.add(request({ at: NOW + 3600_000 }));
    overview.add(request({ at: NOW - 7200_000 }));
    expect(overview.answer(60).totals['llm']).toMatchObject({ requests: 1 });
    clock.now += 3700_000;
    overview.add(request({ at: clock.now }));
    expect(overview.answer(60).totals['llm']).toMatchObject({ requests: 1 });
  });

  it('takes no harm from messages of any kind', () => {
    const overview = overviewAt({ now: NOW });
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), (message, value) => {
        overview.add(message);
        overview.add(request({ status: value, at: value, ms: value }));
      }),
    );
    JSON.stringify(overview.answer(60));
  });
});

it('percentiles are right to five percent', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.2, max: 3e6, noNaN: true }), { minLength: 1, maxLength: 200 }),
      (durations) => {
        const histogram = createHistogram();
        for (const ms of durations) histogram.add(ms);
        const sorted = durations.sort((a, b) => a - b);
        for (const share of [0.5, 0.95]) {
          const right = sorted[Math.max(1, Math.ceil(sorted.length * share)) - 1]!;
          expect(Math.abs(histogram.percentile(share)! / right - 1)).toBeLessThan(0.06);
        }
      },
    ),
  );
  expect(createHistogram().percentile(0.5)).toBeNull();
});
