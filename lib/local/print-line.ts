interface Entry {
  readonly time?: string;
  readonly level?: string;
  readonly msg?: string;
  readonly ms?: number;
  readonly reason?: string;
}

/** The framework's own greeting tells nothing here. */
const NOISE = /^(?:Serving function\.\.\.|Function: |Signature type: |URL: )/;
export const isNoise = (line: string): boolean => NOISE.test(line);

/** A function's line: for a person at a terminal short, else as it is. */
export function printLine(name: string, line: string): void {
  if (isNoise(line)) return;
  process.stdout.write(`${process.stdout.isTTY ? shorten(name, line) : line}\n`);
}

function shorten(name: string, line: string): string {
  try {
    const { time = '', level = 'info', msg = '', ms, reason } = JSON.parse(line) as Entry;
    const mark = level === 'info' ? '' : ` ${level.toUpperCase()}`;
    return `${time.slice(11, 19)} ${name.padEnd(9)}${mark} ${msg}${ms === undefined ? '' : ` · ${ms} ms`}${reason ? ` · ${reason}` : ''}`;
  } catch {
    return `${name.padEnd(9)} ${line}`;
  }
}
