import { readMp3Header } from './mp3-header.ts';

/** How a file is read: one of the built-in readers, or ffmpeg with the named demuxer. */
export type Container =
  | { readonly reader: 'wav' | 'mp3' | 'flac' | 'ogg-flac' | 'vorbis' | 'opus' | 'webm' | 'mp4' }
  | { readonly reader: 'ffmpeg'; readonly demuxer: string };

/** Bytes `sniff` wants to see: enough for the track list of a WebM file. */
export const SNIFF_BYTES = 16_384;

/** Vorbis could have 255, which serves nothing but to fill memory. */
const MAX_CHANNELS = 8;

const ffmpeg = (demuxer: string): Container => ({ reader: 'ffmpeg', demuxer });

interface Mark {
  readonly test: (text: string) => boolean;
}

const begins = (mark: string): Mark => ({ test: (text) => text.startsWith(mark) });

/** First bytes, as latin1 text, of what is told by a fixed mark. */
const MARKS: readonly (readonly [Mark, (text: string) => Container])[] = [
  [/^RIFF[^]{4}WAVE/, () => ({ reader: 'wav' })],
  [/^RF64[^]{4}WAVE/, () => ffmpeg('wav')],
  [/^fLaC/, () => ({ reader: 'flac' })],
  [/^OggS/, sniffOgg],
  [/^[^]E\xdf\xa3/, sniffWebm],
  [/^[^]{4}ftyp/, () => ({ reader: 'mp4' })],
  [/^FORM[^]{4}AIF[FC]/, () => ffmpeg('aiff')],
  [/^caff/, () => ffmpeg('caf')],
  [/^#!AMR/, () => ffmpeg('amr')],
  [/^\.snd/, () => ffmpeg('au')],
  [/^0&\xb2u\x8ef\xcf/, () => ffmpeg('asf')],
  [/^wvpk/, () => ffmpeg('wv')],
  [/^TTA1/, () => ffmpeg('tta')],
  [/^DSD /, () => ffmpeg('dsf')],
  [/^MAC /, () => ffmpeg('ape')],
  [/^MPCK/, () => ffmpeg('mpc8')],
  [/^MP\+/, () => ffmpeg('mpc')],
  [begins('FLV\x01'), () => ffmpeg('flv')],
  [/^RIFF[^]{4}AVI /, () => ffmpeg('avi')],
  [begins('riff.\x91\xcf\x11'), () => ffmpeg('w64')],
  [begins('\x0bw'), () => ffmpeg('ac3')],
  [begins('\x7f\xfe\x80\x01'), () => ffmpeg('dts')],
  [begins('\x00\x00\x01\xba'), () => ffmpeg('mpeg')],
  [/^G[^]{187}G[^]{187}G/, () => ffmpeg('mpegts')],
  // ADTS: the sync word of MPEG audio, with layer 0
  [/^\xff[\xf0\xf1\xf8\xf9]/, () => ffmpeg('aac')],
];

/** Tells the format by its content, never by a name. `null`: none that is known. */
export function sniff(head: Uint8Array): Container | null {
  const text = Buffer.from(head.buffer, head.byteOffset, head.length).toString('latin1');
  const mark = MARKS.find(([start]) => start.test(text));
  if (mark) return mark[1](text);
  return hasMp3Frames(head) ? { reader: 'mp3' } : null;
}

/** Bytes of an ID3v2 tag at the start, 0 without one. */
export function id3Bytes(head: Uint8Array): number {
  if (head.length < 10 || head[0] !== 0x49 || head[1] !== 0x44 || head[2] !== 0x33) return 0;
  const size = head.subarray(6, 10).reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0);
  return 10 + size + (head[5]! & 0x10 ? 10 : 0);
}

/** The first packet names the codec; it starts behind the page header and its segment table. */
function sniffOgg(text: string): Container {
  const packet = 27 + text.charCodeAt(26);
  if (text.startsWith('OpusHead', packet)) return { reader: 'opus' };
  if (text.startsWith('\x01vorbis', packet) && text.charCodeAt(packet + 11) <= MAX_CHANNELS)
    return { reader: 'vorbis' };
  if (text.startsWith('\x7fFLAC', packet)) return { reader: 'ogg-flac' };
  return ffmpeg('ogg');
}

function sniffWebm(text: string): Container {
  const codec = /A_(OPUS|MPEG\/L3|FLAC|[A-Z])/.exec(text)?.[1];
  return codec === undefined || codec.length > 1 ? { reader: 'webm' } : ffmpeg('matroska');
}

/** Two frames in a row within the first bytes; one is enough where the file ends inside it. */
function hasMp3Frames(head: Uint8Array): boolean {
  for (let at = 0; at + 4 <= head.length; at++) {
    const first = readMp3Header(head, at);
    if (!first) continue;
    const next = at + first.frameBytes;
    if (next + 4 > head.length) return at === 0 || next <= head.length;
    if (readMp3Header(head, next)) return true;
  }
  return false;
}
