import { onTestFinished } from 'vitest';

export interface FeedFrame {
  readonly id: string | undefined;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface OpenFeed {
  readonly response: Response;
  /** What has come so far. */
  readonly frames: () => FeedFrame[];
  /** Messages of the log frames so far. */
  readonly messages: () => string[];
  readonly text: () => string;
  readonly close: () => void;
}

/** Reads a terminal feed over HTTP until the test ends. */
export async function openFeed(
  url: string,
  token: string,
  query = '',
  headers: Record<string, string> = {},
): Promise<OpenFeed> {
  const leaving = new AbortController();
  onTestFinished(() => leaving.abort());
  const response = await fetch(`${url}/events/terminal${query}`, {
    headers: { authorization: `Bearer ${token}`, ...headers },
    signal: leaving.signal,
  });
  let text = '';
  const read = async (): Promise<void> => {
    for await (const chunk of response.body!) text += Buffer.from(chunk).toString('utf8');
  };
  read().catch(() => {});
  const frames = (): FeedFrame[] =>
    text
      .split('\n\n')
      .slice(0, -1)
      .filter((frame) => frame.includes('event: '))
      .map((frame) => {
        const field = (name: string): string | undefined =>
          new RegExp(`^${name}: (.*)$`, 'm').exec(frame)?.[1];
        return { id: field('id'), event: field('event')!, data: JSON.parse(field('data')!) };
      });
  return {
    response,
    frames,
    messages: () =>
      frames()
        .filter(({ event }) => event === 'log')
        .map(({ data }) => String(data['message'])),
    text: () => text,
    close: () => leaving.abort(),
  };
}
