/** What the gateway sends on, and so how a fault can show: whole JSON, audio, or one of two kinds of event streams. */
export type Kind = 'json' | 'audio' | 'chat' | 'events';

/** What a client sees of a call. */
export type Outcome =
  /** 200 and the very answer of a healthy backend. */
  | { readonly ends: 'whole' }
  /** 200 and byte for byte what the backend sent, which HTTP calls complete. */
  | { readonly ends: 'as sent' }
  /** The error body, with this status and code. */
  | {
      readonly ends: 'refused';
      readonly status: number;
      readonly code: string;
      readonly retryAfter?: string;
    }
  /** 200, whole events, then an error event and nothing that says "done". */
  | { readonly ends: 'in-band'; readonly code: string }
  /** 200, then the connection is cut: no HTTP client takes the body for complete. */
  | { readonly ends: 'cut' };

export const whole: Outcome = { ends: 'whole' };
export const asSent: Outcome = { ends: 'as sent' };
export const cut: Outcome = { ends: 'cut' };
export const inBand = (code: string): Outcome => ({ ends: 'in-band', code });
export const refused = (status: number, code: string, retryAfter?: string): Outcome => ({
  ends: 'refused',
  status,
  code,
  ...(retryAfter !== undefined && { retryAfter }),
});

/** An outcome in the words of the table. */
export function describeOutcome(outcome: Outcome): string {
  switch (outcome.ends) {
    case 'whole':
      return '200, whole';
    case 'as sent':
      return '200, as sent';
    case 'cut':
      return '200, cut';
    case 'in-band':
      return `200, error event ${outcome.code}`;
    case 'refused':
      return `${outcome.status} ${outcome.code}${outcome.retryAfter ? `, retry-after ${outcome.retryAfter}` : ''}`;
  }
}
