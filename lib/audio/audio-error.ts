/** What is wrong, for callers that answer differently: `needs_ffmpeg` is the server's lack, the rest the file's. */
export type AudioProblem =
  | 'empty'
  | 'unknown_format'
  | 'bad_audio'
  | 'needs_ffmpeg'
  | 'too_large'
  | 'too_long'
  | 'bad_option';

export type AudioOption = 'sample_rate' | 'bitrate';

/** The audio, or what was asked of it, cannot be processed; the message is fit for the client. */
export class AudioError extends Error {
  override readonly name = 'AudioError';
  readonly problem: AudioProblem;
  /** The option at fault; undefined when it is the file. */
  readonly option: AudioOption | undefined;

  constructor(problem: AudioProblem, message: string, cause?: unknown, option?: AudioOption) {
    super(message, cause === undefined ? undefined : { cause });
    this.problem = problem;
    this.option = option;
  }
}
