/** A flag in a container's arguments: its value and where it stands. */
interface Found {
  readonly value: number;
  /** Index of the argument to replace, and what to replace it with. */
  readonly index: number;
  readonly write: (value: number) => string;
}

/**
 * Every spelling llama.cpp takes: `--ctx-size N`, `--ctx_size N`, `--ctx-size=N`, `-c N`, `-cN`. Of several the last one
 * counts, as it does for the server.
 */
function find(args: readonly string[], long: string, short?: string): Found | null {
  for (let index = args.length - 1; index >= 0; index--) {
    const arg = args[index]!;
    const name = dashed(arg);
    if ((name === long || arg === short) && isSize(args[index + 1]))
      return { value: Number(args[index + 1]), index: index + 1, write: String };
    const head = headOf(arg, long, short);
    if (head && isSize(arg.slice(head.length)))
      return {
        value: Number(arg.slice(head.length)),
        index,
        write: (value) => `${head}${value}`,
      };
  }
  return null;
}

/** llama.cpp takes underscores for dashes in the names of long flags. */
const dashed = (arg: string): string => (arg.startsWith('--') ? arg.replaceAll('_', '-') : arg);

function headOf(arg: string, long: string, short?: string): string {
  if (dashed(arg).startsWith(`${long}=`)) return arg.slice(0, long.length + 1);
  return short !== undefined && arg.startsWith(short) ? short : '';
}

const isSize = (text: string | undefined): boolean => text !== undefined && /^\d+$/.test(text);

/** The number a flag is given; `null` when the arguments do not have it. */
export const flagValue = (args: readonly string[], long: string, short?: string): number | null =>
  find(args, long, short)?.value ?? null;

const CTX = ['--ctx-size', '-c'] as const;

/** The context size the arguments ask for; `null` when they leave it to the server. */
export const ctxSizeOf = (args: readonly string[]): number | null => flagValue(args, ...CTX);

/** The same arguments with another context size, in the spelling they use. */
export function withCtxSize(args: readonly string[], size: number): string[] {
  const found = find(args, ...CTX);
  if (!found) return [...args, CTX[0], String(size)];
  return args.map((arg, index) => (index === found.index ? found.write(size) : arg));
}
