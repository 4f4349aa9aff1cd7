/** What is wrong: the first is the caller's, the last the engine's. */
export type EmbeddingsProblem = 'too_long' | 'closed' | 'engine_failed';

/** A text cannot be embedded; the message is fit for the client. */
export class EmbeddingsError extends Error {
  override readonly name = 'EmbeddingsError';
  readonly problem: EmbeddingsProblem;
  /** The text at fault, as an index into the texts that were given. */
  readonly index: number | undefined;

  constructor(problem: EmbeddingsProblem, message: string, index?: number, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.problem = problem;
    this.index = index;
  }
}
