import type { Timing } from './timing.ts';

/** The same answer; its bytes are counted on the way. */
export function meteredAnswer(
  answer: Response,
  since: () => number,
  note: (change: (old: Timing) => Partial<Timing>) => void,
): Response {
  const meter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, out) {
      note((old) => ({
        bytes: old.bytes + chunk.length,
        firstByteMs: old.firstByteMs ?? since(),
      }));
      out.enqueue(chunk);
    },
  });
  return new Response(answer.body?.pipeThrough(meter) ?? null, answer);
}
