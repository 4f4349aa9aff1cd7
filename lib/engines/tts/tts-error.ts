/** What is wrong: the last is the engine's, the others are the caller's. */
export type TtsProblem = 'unknown_voice' | 'bad_speed' | 'nothing_to_say' | 'synthesis_failed';

/** Text cannot be spoken as asked; the message is fit for the client. */
export class TtsError extends Error {
  override readonly name = 'TtsError';
  readonly problem: TtsProblem;

  constructor(problem: TtsProblem, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.problem = problem;
  }
}
