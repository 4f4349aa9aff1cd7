/** What is held before a header is written without a length: about a minute and a half of 48 kHz stereo. */
const HOLD_BYTES = 16 * 2 ** 20;

/**
 * A file whose header states the length of what follows, without knowing it beforehand: a short file is held until
 * its end; of a longer one the header is made from `undefined`, and the rest streams.
 */
export async function* holdStart(
  body: AsyncIterable<Uint8Array>,
  header: (bytes: number | undefined) => Uint8Array,
): AsyncGenerator<Uint8Array, void, undefined> {
  let held: Uint8Array[] | undefined = [];
  let bytes = 0;
  for await (const part of body) {
    if (!held) {
      yield part;
      continue;
    }
    held.push(part);
    bytes += part.length;
    if (bytes <= HOLD_BYTES) continue;
    yield header(undefined);
    yield* held;
    held = undefined;
  }
  if (!held) return;
  yield header(bytes);
  yield* held;
}
