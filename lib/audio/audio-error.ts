/** What is wrong, for callers that answer differently: `needs_ffmpeg` is the server's lack, the rest the file's. */
export type AudioProblem =
  | 'empty'
  | 'unknown_format'
  | 'bad_audio'
  | 'needs_ffmpeg'
  | 'too_large'
  | 'too_long'
  | 'bad_option';

/** The audio, or what was asked of it, cannot be processed; the message is fit for the client. */
export class AudioError extends Error {
  override readonly name = 'AudioError';
  readonly problem: AudioProblem;

  constructor(problem: AudioProblem, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.problem = problem;
  }
}
