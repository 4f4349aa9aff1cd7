import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiError } from '../errors.ts';
import { SseRelay } from './sse-relay.ts';

const tooEarly = new ApiError(502, 'too_early', 'too early');

async function relayed(chunks: readonly Buffer[], breaks = false): Promise<string> {
  const seen: Buffer[] = [];
  const source = Readable.from(
    (async function* () {
      yield* chunks;
      if (breaks) throw new Error('broken');
    })(),
    { objectMode: false },
  );
  const work = pipeline(source, new SseRelay(), async (out: AsyncIterable<unknown>) => {
    for await (const chunk of out) seen.push(chunk as Buffer);
  });
  await (breaks ? work.catch(() => {}) : work);
  return Buffer.concat(seen).toString();
}

describe('SseRelay', () => {
  it('changes no byte, wherever the chunks are cut', async () => {
    const text = fc.string({
      unit: fc.constantFrom('a', '\n', '\r\n', 'data: ', 'é'),
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.nat(120), { maxLength: 10 }), async (events, cuts) => {
        const bytes = Buffer.from(events);
        const at = [
          0,
          ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b),
          bytes.length,
        ];
        const chunks = at.slice(1).map((end, i) => bytes.subarray(at[i], end));
        expect(await relayed(chunks)).toBe(events);
      }),
    );
  });

  it.each(['\n\n', '\r\n\r\n', '\r\r'])(
    'holds back half an event of a stream that breaks (%j)',
    async (end) => {
      const whole = Buffer.from(`data: 1${end}data: 2${end}data: 3`);
      for (let cut = 0; cut <= whole.length; cut++) {
        const out = await relayed([whole.subarray(0, cut), whole.subarray(cut)], true);
        expect(`data: 1${end}data: 2${end}`.startsWith(out)).toBe(true);
      }
    },
  );

  it.each(['\n\n', '\r\n\r\n', '\r\r'])('knows an end that comes byte by byte (%j)', (end) => {
    const relay = new SseRelay();
    for (const byte of `data: 1${end}data: 2${end}da`) relay.write(byte);
    expect(String(relay.read())).toBe(`data: 1${end}data: 2${end}`);
    relay.destroy();
  });

  it('passes on an event too long to hold, and does not read it', async () => {
    const long = `data: ${'x'.repeat(3 * 1024 * 1024)}\n\n`;
    const whole = Buffer.from(`data: 1\n\n${long}data: 2\n\ndata: 3\n\n`);
    const watched: string[] = [];
    for (const size of [65_536, 1_500_000]) {
      watched.length = 0;
      const relay = new SseRelay({ watch: (events) => void watched.push(String(events)) });
      const out = relay.toArray();
      for (let at = 0; at < whole.length; at += size) relay.write(whole.subarray(at, at + size));
      relay.end();
      expect(Buffer.concat(await out).equals(whole)).toBe(true);
      expect(watched.join('')).toBe('data: 1\n\ndata: 2\n\ndata: 3\n\n');
    }
  });

  it('changes no byte of tool calls cut anywhere, while they are watched', async () => {
    const call = (args: string): string =>
      `data: ${JSON.stringify({ choices: [{ delta: { tool_calls: [{ index: 0, function: { arguments: args } }] } }] })}\n\n`;
    const whole = Buffer.from(`${call('{"tö')}${call('wn":"Bern"}')}data: [DONE]\n\n`);
    for (let cut = 1; cut < whole.length; cut++) {
      const watched: Buffer[] = [];
      const relay = new SseRelay({ watch: (events) => void watched.push(events) });
      relay.write(whole.subarray(0, cut));
      relay.end(whole.subarray(cut));
      const out = await relay.toArray();
      expect(Buffer.concat(out).equals(whole)).toBe(true);
      expect(Buffer.concat(watched).equals(whole)).toBe(true);
      for (const events of watched) expect(events.toString()).toMatch(/^data: [^]*\n\n$/);
    }
  });

  it('shows that it lives while the source is silent, never inside an event', async () => {
    const relay = new SseRelay({ pingMs: 20 });
    relay.write('data: 1\n\ndata: {"ha');
    const out: string[] = [];
    relay.on('data', (chunk) => void out.push(String(chunk)));
    await expect.poll(() => out.filter((text) => text === ': ping\n\n').length).toBeGreaterThan(2);
    relay.end('lf"}\n\n');
    await once(relay, 'close');
    const text = out.join('');
    expect(text).toMatch(/^data: 1\n\n(: ping\n\n)+data: \{"half"\}\n\n$/);
    expect(text.replaceAll(': ping\n\n', '')).toBe('data: 1\n\ndata: {"half"}\n\n');
  });

  it('does not ping a reader that lags, nor within an event it could not hold', async () => {
    const relay = new SseRelay({ pingMs: 10 });
    relay.write('data: 1\n\n');
    await sleep(50);
    expect(relay.read().toString()).toBe('data: 1\n\n');
    relay.on('data', () => {});
    relay.write(Buffer.alloc(1_100_000, 'x'));
    const after: string[] = [];
    relay.removeAllListeners('data').on('data', (chunk) => void after.push(String(chunk)));
    await sleep(50);
    expect(after.join('')).not.toContain('ping');
    relay.destroy();
  });

  it.each<[string, (relay: SseRelay) => void]>([
    ['ends too early', (relay) => relay.end()],
    ['breaks', (relay) => relay.breakOff(tooEarly)],
  ])('of a stream that %s all whole events come, then the report', async (_how, end) => {
    const relay = new SseRelay({
      verdict: () => tooEarly,
      report: ({ code }) => `data: ${code}\n\n`,
    });
    relay.write(`data: 1\n\n${'data: 2\n\n'.repeat(20_000)}`);
    relay.write('data: 3\n\ndata: {"ha');
    end(relay);
    const text = Buffer.concat(await relay.toArray()).toString();
    expect(text).toBe(`data: 1\n\n${'data: 2\n\n'.repeat(20_000)}data: 3\n\ndata: too_early\n\n`);
    expect(relay.failure).toBe(tooEarly);
  });

  it('ends an event it could not hold before it reports', async () => {
    const relay = new SseRelay({ report: () => 'data: error\n\n' });
    relay.write(`data: ${'x'.repeat(1_100_000)}`);
    relay.breakOff(tooEarly);
    const text = Buffer.concat(await relay.toArray()).toString();
    expect(text.endsWith('x\n\ndata: error\n\n')).toBe(true);
  });
});
