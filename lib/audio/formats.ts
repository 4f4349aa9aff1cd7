/** What audio can be converted to. `ogg` is Vorbis. */
export type AudioFormat = 'wav' | 'mp3' | 'flac' | 'ogg';

export const MEDIA_TYPES: Readonly<Record<AudioFormat, string>> = {
  wav: 'audio/wav',
  mp3: 'audio/mpeg',
  flac: 'audio/flac',
  ogg: 'audio/ogg',
};
