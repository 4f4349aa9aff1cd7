import { ApiError } from '../errors.ts';
import { createRedactor } from '../logging/redact.ts';
import { dataLines, finishes, isChat, parseChunk, speaks } from '../streams/chat-chunk.ts';
import { usageOf, type Usage } from '../streams/usage.ts';
import type { StreamEnding } from './reply.ts';

/** What is learnt from a copy of a stream's events: when it began to say something, its cost, whether it is whole. */
export interface SseFacts {
  /** Whole events, as they are relayed. Never throws: what cannot be read is not the relay's business. */
  readonly take: (events: Buffer) => void;
  /** The first event that says something, by `performance.now()`. */
  readonly firstAt: () => number | null;
  /** The last word has been said; nothing that may follow is of use to anybody. */
  readonly isOver: () => boolean;
  /** Null when nothing is known. */
  readonly usage: () => Usage | null;
  /** A stream that ends without its last word, or an error of its own, broke, however clean the end. */
  readonly verdict: () => ApiError | null;
  /** The error the stream told its reader in its own words, which is no success however well it was told. */
  readonly told: () => ApiError | null;
}

const incomplete = (): ApiError =>
  new ApiError(502, 'backend_broken', 'the backend ended the stream before it was complete');

const redact = createRedactor();

/** A 4xx is the client's fault; its text comes as the bytes were read, one character each. */
function toldError(error: unknown = {}): ApiError {
  const { message, code } = (typeof error === 'object' ? error : { message: error }) as Said;
  const status = typeof code === 'number' && code >= 400 && code < 500 ? code : 502;
  const words = typeof message === 'string' ? Buffer.from(message, 'latin1').toString() : '';
  const said = redact(words.slice(0, 1000).replace(/[^\P{Cc}]/gu, ' ')).slice(0, 300);
  return new ApiError(
    status,
    'backend_error',
    `the backend ended its stream with an error${said && `: ${said}`}`,
  );
}

interface Said {
  readonly message?: unknown;
  readonly code?: unknown;
}

/** `lastEvent` names the event that ends a stream of the kind `event`; left out: any end is as good. */
export const createSseFacts = (
  ending: Exclude<StreamEnding, 'cut'>,
  lastEvent?: string,
): SseFacts => (ending === 'openai' ? chatFacts() : eventFacts(lastEvent));

function eventFacts(lastEvent: string | undefined): SseFacts {
  let first: number | null = null;
  let complete = lastEvent === undefined;
  let told: ApiError | null = null;
  return {
    take: (events) => {
      if (complete && first !== null) return;
      for (const [, name] of events.toString('latin1').matchAll(/^event: ?([\w.]+)/gm)) {
        first ??= performance.now();
        if (!complete && name === 'error') told = toldError();
        complete ||= name === lastEvent || name === 'error';
      }
    },
    firstAt: () => first,
    isOver: () => complete && lastEvent !== undefined,
    usage: () => null,
    verdict: () => (complete ? null : incomplete()),
    told: () => told,
  };
}

/** Lines worth parsing once the answer has begun; inside a string the quotes would be escaped. */
const TELLING = /"(?:usage|timings|error)"\s*:\s*[{"]|"finish_reason"\s*:\s*"/;

function chatFacts(): SseFacts {
  let first: number | null = null;
  let spoken = 0;
  let usage: Usage | null = null;
  let complete = false;
  let over = false;
  let told: ApiError | null = null;
  let foreign = 0;
  let chats = 0;

  const read = (text: string): void => {
    if (text.startsWith('[DONE]')) {
      complete = true;
      over = true;
      return;
    }
    if (first === null || TELLING.test(text)) {
      const chunk = parseChunk(text);
      if (chunk.error) told ??= toldError(chunk.error);
      complete ||= told !== null || finishes(chunk);
      if (isChat(chunk)) chats++;
      else foreign++;
      usage = usageOf(chunk) ?? usage;
      if (speaks(chunk)) first ??= performance.now();
    }
    if (first !== null) spoken++;
  };
  return {
    take: (events) => {
      // Once the answer has begun nearly every event says nothing but its token.
      if (first !== null) {
        const text = events.toString('latin1');
        if (!TELLING.test(text) && !text.includes('[DONE]')) {
          spoken += countData(text);
          return;
        }
      }
      for (const text of dataLines(events)) read(text);
    },
    firstAt: () => first,
    isOver: () => over,
    usage: () =>
      usage ?? (spoken > 0 && !complete ? { completion_tokens: spoken, estimated: true } : null),
    // What is no chat is not judged as one.
    verdict: () => (complete || (chats === 0 && foreign > 0) ? null : incomplete()),
    told: () => told,
  };
}

function countData(events: string): number {
  let count = events.startsWith('data:') ? 1 : 0;
  for (let at = events.indexOf('\ndata:'); at >= 0; at = events.indexOf('\ndata:', at + 6)) count++;
  return count;
}
