import { AudioError } from './audio-error.ts';
import type { ByteReader } from './byte-reader.ts';
import { EBML_HEAD_BYTES, ebmlChildren, ebmlNumber, readEbmlHead, readVint } from './ebml.ts';
import { unlace } from './webm-lacing.ts';

/** An audio track, as Matroska describes it. */
export interface WebmTrack {
  /** Such as `A_OPUS`. */
  readonly codec: string;
  readonly channels: number;
  /** The codec's own header, empty without one. */
  readonly description: Uint8Array;
}

const SEGMENT = 0x18538067;
const CLUSTER = 0x1f43b675;
const TRACKS = 0x1654ae6b;
const BLOCK_GROUP = 0xa0;
const BLOCK = 0xa1;
const SIMPLE_BLOCK = 0xa3;
/** Walked into, whatever size they state: what is inside them is known by its own ids. */
const ENTERED: readonly number[] = [SEGMENT, CLUSTER, BLOCK_GROUP];

const READ: readonly number[] = [TRACKS, BLOCK, SIMPLE_BLOCK];

const MAX_ELEMENT = 2 ** 20;
const AUDIO = 2;

/** The packets of the first audio track, as they arrive. Ends where the bytes stop making sense. */
export async function* webmPackets(
  bytes: ByteReader,
): AsyncGenerator<{ readonly track: WebmTrack; readonly packet: Uint8Array }, void, undefined> {
  let wanted: NumberedTrack | undefined;
  for await (const { id, data } of contents(bytes)) {
    if (id === TRACKS) {
      wanted ??= audioTrack(data);
      continue;
    }
    const number = readVint(data, 0);
    if (!wanted || number?.value !== wanted.number) continue;
    for (const packet of unlace(data.subarray(number.bytes))) yield { track: wanted, packet };
  }
}

/** Track lists and blocks, whole; all else is passed over. */
async function* contents(
  bytes: ByteReader,
): AsyncGenerator<{ readonly id: number; readonly data: Uint8Array }, void, undefined> {
  for (;;) {
    const head = readEbmlHead(await bytes.peek(EBML_HEAD_BYTES));
    if (!head) return;
    await bytes.skip(head.headBytes);
    if (ENTERED.includes(head.id)) continue;
    if (head.size === undefined) return;
    if (!READ.includes(head.id)) {
      await bytes.skip(head.size);
      continue;
    }
    if (head.size > MAX_ELEMENT) throw new AudioError('bad_audio', 'the webm file is damaged');
    const data = await bytes.take(head.size);
    if (data.length < head.size) return;
    yield { id: head.id, data };
  }
}

interface NumberedTrack extends WebmTrack {
  readonly number: number;
}

function audioTrack(tracks: Uint8Array): NumberedTrack {
  for (const { id, data } of ebmlChildren(tracks)) {
    if (id !== 0xae) continue;
    const fields = new Map([...ebmlChildren(data)].map((field) => [field.id, field.data]));
    if (ebmlNumber(fields.get(0x83) ?? new Uint8Array(0)) !== AUDIO) continue;
    const audio = [...ebmlChildren(fields.get(0xe1) ?? new Uint8Array(0))];
    const channels = audio.find((field) => field.id === 0x9f)?.data;
    return {
      number: ebmlNumber(fields.get(0xd7) ?? Uint8Array.of(1)),
      codec: Buffer.from(fields.get(0x86) ?? []).toString('latin1'),
      description: Uint8Array.from(fields.get(0x63a2) ?? []),
      channels: channels ? ebmlNumber(channels) : 1,
    };
  }
  throw new AudioError('empty', 'the webm file has no audio track');
}
