/** A variable that the file names and the environment does not have. */
export class MissingVariable extends Error {
  override readonly name = 'MissingVariable';

  constructor(variable: string) {
    super(`the variable ${variable} is not set`);
  }
}

const INNERMOST = /\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^${}]*))?\}/;
/** Stands for an unset variable until it is known whether its value is needed. */
const UNSET = '\u0000';

/**
 * Replaces `${NAME}` and `${NAME:-default}` in a text, innermost first, so that a default may name variables itself.
 * An empty variable counts as unset.
 * @throws {MissingVariable}
 */
export function interpolate(text: string, env: NodeJS.ProcessEnv): string {
  let out = text;
  let missing = '';
  for (let found = INNERMOST.exec(out); found; found = INNERMOST.exec(out)) {
    const [whole, name, fallback] = found;
    const value = env[name!] || fallback;
    if (value === undefined) missing ||= name!;
    out = out.slice(0, found.index) + (value ?? UNSET) + out.slice(found.index + whole.length);
  }
  if (out.includes(UNSET)) throw new MissingVariable(missing);
  return out;
}
