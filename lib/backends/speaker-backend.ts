import type { CallContext, Upload } from './post-form.ts';

/** Diarization and verification, whatever the protocol behind them. */
export interface SpeakerBackend {
  /** The text fields the backend gets with a recording to diarize, from the client's. */
  readonly fields: (values: Readonly<Record<string, string>>) => Readonly<Record<string, string>>;
  /** Upload: `file`, and `num_speakers`, `min_speakers`, `max_speakers` as decimal strings. */
  readonly diarize: (upload: Upload, context: CallContext) => Promise<string>;
  /** Upload: `file1`, `file2`. @throws {ApiError} 503 where the protocol has no verification. */
  readonly verify: (upload: Upload, context: CallContext) => Promise<string>;
}
