import { refused, type Outcome } from './outcome.ts';

/** A backend that no request reaches, ready to be called. */
export interface Unreachable {
  readonly url: string;
  /** What its caller must be told of it. */
  readonly env?: Readonly<Record<string, string>>;
  /** Connections that came, where the other side can tell. */
  readonly connections?: () => number;
  readonly close: () => Promise<void> | void;
}

/** One way not to reach a backend; it hits every operation alike. */
export interface ConnectionFault {
  readonly name: string;
  readonly title: string;
  readonly bench?: string;
  readonly open: () => Promise<Unreachable>;
  readonly client: Outcome;
  /** Tries to connect, where the other side can tell: three where no byte was sent, else one. */
  readonly tries?: number;
}

export const unreachable: Outcome = refused(503, 'backend_unreachable', '5');
