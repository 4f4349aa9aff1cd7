export type ArithmeticProblem = 'syntax' | 'division_by_zero' | 'too_large' | 'too_long';

/** An expression that has no value; the message is fit for the client. */
export class ArithmeticError extends Error {
  override readonly name = 'ArithmeticError';
  readonly problem: ArithmeticProblem;

  constructor(problem: ArithmeticProblem, message: string) {
    super(message);
    this.problem = problem;
  }
}
