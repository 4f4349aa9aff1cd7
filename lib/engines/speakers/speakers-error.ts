export type SpeakersProblem = 'closed' | 'engine_failed';

/** The engine could not do its work; the recordings are not to blame. */
export class SpeakersError extends Error {
  override readonly name = 'SpeakersError';
  readonly problem: SpeakersProblem;

  constructor(problem: SpeakersProblem, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.problem = problem;
  }
}
