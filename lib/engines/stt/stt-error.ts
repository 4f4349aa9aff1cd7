/**
 * What is wrong: the executable or its model is not installed, the language is not English, or the decoder broke.
 */
export type SttProblem = 'missing_tool' | 'unsupported_language' | 'decoder_failed';

/** Speech cannot be recognised; the message is fit for the client. */
export class SttError extends Error {
  override readonly name = 'SttError';
  readonly problem: SttProblem;

  constructor(problem: SttProblem, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.problem = problem;
  }
}
