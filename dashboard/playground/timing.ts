/** When what happened in a call, ms since it was made; undefined: not yet, or never. */
export interface Timing {
  /** When it was made, ms since the epoch. */
  readonly startedAt: number;
  /** Waiting for the model's turn, and for its load; the server says so in its headers. */
  readonly queueMs?: number | undefined;
  readonly loadMs?: number | undefined;
  readonly headersMs?: number | undefined;
  readonly firstByteMs?: number | undefined;
  /** When the first sound was heard, or the first word read. */
  readonly firstResultMs?: number | undefined;
  readonly totalMs?: number | undefined;
  readonly bytes: number;
  readonly requestId?: string | undefined;
  /** `x-synapse-*` of the answer, without the prefix. */
  readonly facts: Readonly<Record<string, string>>;
}

export const NO_TIMING: Timing = { startedAt: 0, bytes: 0, facts: {} };

/** What the headers of an answer tell. */
export function factsOf(
  headers: Headers,
): Pick<Timing, 'queueMs' | 'loadMs' | 'requestId' | 'facts'> {
  const facts: Record<string, string> = {};
  headers.forEach((value, name) => {
    if (name.startsWith('x-synapse-')) facts[name.slice(10)] = decode(value);
  });
  const ms = (name: string): number | undefined =>
    facts[name] === undefined ? undefined : Number(facts[name]);
  return {
    queueMs: ms('queue-ms'),
    loadMs: ms('load-ms'),
    requestId: headers.get('x-request-id') ?? undefined,
    facts,
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
