import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLatestRequests } from './latest-requests.ts';
import type { RequestMessage } from './read-request.ts';

const NOW = 1_800_000_000_000;

const create = () =>
  createLatestRequests(
    (text) => text.replaceAll('secret', '***'),
    () => NOW,
  );

let last = 0;
const request = (more: Partial<RequestMessage> = {}): RequestMessage => ({
  id: `a-${++last}`,
  function: 'llm',
  instance: 'attic-1',
  at: NOW - 1000,
  method: 'POST',
  route: '/v1/chat/completions',
  status: 200,
  ms: 1100,
  first_byte_ms: 100,
  request_id: `r-${last}`,
  ...more,
});

describe('the latest requests', () => {
  it('tell of each what it asked, how it went and what it cost', () => {
    const latest = create();
    const chat = { model: 'm', tokens: 51, prompt_tokens: 12 };
    latest.add(request({ ...chat, id: 'a-7', request_id: 'r' }), 'llama-router');
    expect(latest.find({ limit: 1 })).toEqual({
      matching: 1,
      kept: 1,
      next: null,
      requests: [
        {
          id: `${NOW - 1000}-a-7`,
          ts: new Date(NOW - 1000).toISOString(),
          function: 'llm',
          route: 'POST /v1/chat/completions',
          status: 200,
          code: null,
          message: null,
          request_id: 'r',
          backend: 'llama-router',
          instance: 'attic-1',
          ms: 1100,
          first_byte_ms: 100,
          model: 'm',
          prompt_tokens: 12,
          tokens: 51,
          estimated: false,
          tokens_per_second: 50,
          stage: null,
        },
      ],
    });
  });

  it('believe the backend on its speed, and say none of an answer that came in one piece', () => {
    const latest = create();
    latest.add(request({ tokens: 51, tokens_per_second: 48.3 }), undefined);
    latest.add(request({ tokens: 51, first_byte_ms: 1100 }), undefined);
    latest.add(request({ tokens: 1 }), undefined);
    const speeds = latest.find({ limit: 3 }).requests.map((row) => row.tokens_per_second);
    expect(speeds).toEqual(expect.arrayContaining([48.3, null, null]));
    expect(speeds.filter((speed) => speed === null)).toHaveLength(2);
  });

  it('mask what an error or an unknown model may quote', () => {
    const latest = create();
    const failed = { status: 404, code: 'model_not_found', message: 'no model secret' };
    latest.add(request({ ...failed, model: 'secret', stage: 'queued' }), undefined);
    expect(latest.find({ limit: 1 }).requests[0]).toMatchObject({
      message: 'no model ***',
      model: '***',
      stage: 'queued',
    });
  });

  it('are the newest five hundred in the order of their ends, whatever the order they are heard in', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 900 }), { maxLength: 700 }), (ages) => {
        const latest = create();
        for (const age of ages) latest.add(request({ at: NOW - age }), undefined);
        const { requests, kept } = latest.find({ limit: 500 });
        expect(kept).toBe(Math.min(500, ages.length));
        expect(requests.map(({ ts }) => NOW - Date.parse(ts))).toEqual(
          ages.sort((a, b) => a - b).slice(0, 500),
        );
      }),
      { numRuns: 20 },
    );
  });

  it('come in pages that neither repeat nor leave out, while new ones come', () => {
    const latest = create();
    for (let n = 0; n < 25; n++) latest.add(request({ at: NOW - (n % 3) }), undefined);
    const all = latest.find({ limit: 500 }).requests.map(({ id }) => id);
    const read: string[] = [];
    let before: string | undefined;
    do {
      const page = latest.find({ limit: 10, before });
      read.push(...page.requests.map(({ id }) => id));
      before = page.next ?? undefined;
      latest.add(request({ at: NOW + 5000, id: 'z-1' }), undefined);
    } while (before);
    expect(read).toEqual(all);
  });

  it('are found by function, status and words', () => {
    const latest = create();
    latest.add(request({ request_id: 'one', model: 'Qwen3-8B' }), 'llama-router');
    latest.add(request({ request_id: 'two', status: 502, code: 'backend_broken' }), undefined);
    latest.add(
      request({ request_id: 'three', status: 404, function: 'tts', route: '/tts/stream' }),
      'chatterbox-tts',
    );
    const found = (query: object) =>
      latest
        .find({ limit: 9, ...query })
        .requests.map((row) => row.request_id)
        .sort();
    expect(found({ function: 'llm' })).toEqual(['one', 'two']);
    expect(found({ status: 'failed' })).toEqual(['three', 'two']);
    expect(found({ status: '5xx' })).toEqual(['two']);
    expect(found({ status: '404' })).toEqual(['three']);
    for (const search of ['qwen3', 'ROUTER', 'one'])
      expect(found({ search }), search).toEqual(['one']);
    expect(found({ search: 'post /tts' })).toEqual(['three']);
    expect(found({ search: 'broken', function: 'tts' })).toEqual([]);
    expect(latest.find({ limit: 1, status: 'failed' })).toMatchObject({ matching: 2, kept: 3 });
  });
});
