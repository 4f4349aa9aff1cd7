import { MPEGDecoder } from 'mpg123-decoder';
import type { Decoded } from './audio-stream.ts';
import type { ByteReader } from './byte-reader.ts';
import { readMp3Header } from './mp3-header.ts';
import { SNIFF_BYTES } from './sniff.ts';

const PIECE = 8192;

/** Decodes MPEG audio of all layers. mpg123 finds its way back after damage by itself. */
export async function* decodeMp3(bytes: ByteReader): AsyncGenerator<Decoded, void, undefined> {
  const mono = startsMono(await bytes.peek(SNIFF_BYTES));
  const decoder = new MPEGDecoder();
  await decoder.ready;
  try {
    for await (const piece of bytes.pieces(PIECE)) yield decodeMpeg(decoder, piece, mono);
  } finally {
    decoder.free();
  }
}

/** mpg123 is set up to always answer in stereo; the second channel of a mono file is a copy. */
export function decodeMpeg(decoder: MPEGDecoder, piece: Uint8Array, mono: boolean): Decoded {
  const { sampleRate, channelData } = decoder.decode(piece);
  return { sampleRate, channels: mono ? channelData.slice(0, 1) : channelData };
}

function startsMono(head: Uint8Array): boolean {
  for (let at = 0; at + 4 <= head.length; at++) {
    const header = readMp3Header(head, at);
    if (header && (at === 0 || readMp3Header(head, at + header.frameBytes))) return header.mono;
  }
  return false;
}
