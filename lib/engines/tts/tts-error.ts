/** What is wrong: the first two are the caller's, the last is the engine's. */
export type TtsProblem = 'unknown_voice' | 'bad_speed' | 'synthesis_failed';

/** Text cannot be spoken as asked; the message is fit for the client. */
export class TtsError extends Error {
  override readonly name = 'TtsError';
  readonly problem: TtsProblem;

  constructor(problem: TtsProblem, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.problem = problem;
  }
}
