/** What an encoder gets; rate and channels are ones its format has. */
export interface EncoderInput {
  readonly sampleRate: number;
  readonly channels: number;
  /** Bit/s. */
  readonly bitrate: number | undefined;
}
