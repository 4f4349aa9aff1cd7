/** A flag in a container's arguments: its value and where it stands. */
interface Found {
  readonly value: number;
  /** Index of the argument to replace, and what to replace it with. */
  readonly index: number;
  readonly write: (value: number) => string;
}

/** Every spelling llama.cpp takes: `--ctx-size N`, `--ctx-size=N`, `-c N`, `-cN`. */
function find(args: readonly string[], long: string, short: string): Found | null {
  for (const [index, arg] of args.entries()) {
    if ((arg === long || arg === short) && isSize(args[index + 1])) {
      return { value: Number(args[index + 1]), index: index + 1, write: String };
    }
    const [head, joined] = arg.startsWith(`${long}=`)
      ? [`${long}=`, arg.slice(long.length + 1)]
      : arg.startsWith(short)
        ? [short, arg.slice(short.length)]
        : ['', ''];
    if (head && isSize(joined))
      return { value: Number(joined), index, write: (value) => `${head}${value}` };
  }
  return null;
}

const isSize = (text: string | undefined): boolean => text !== undefined && /^\d+$/.test(text);

const CTX = ['--ctx-size', '-c'] as const;

/** The context size the arguments ask for; `null` when they leave it to the server. */
export const ctxSizeOf = (args: readonly string[]): number | null =>
  find(args, ...CTX)?.value ?? null;

/** The same arguments with another context size, in the spelling they use. */
export function withCtxSize(args: readonly string[], size: number): string[] {
  const found = find(args, ...CTX);
  if (!found) return [...args, CTX[0], String(size)];
  return args.map((arg, index) => (index === found.index ? found.write(size) : arg));
}
