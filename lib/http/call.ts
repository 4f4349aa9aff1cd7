import type { IncomingHttpHeaders } from 'node:http';
import type { z } from 'zod';
import type { Log } from '../logging/log.ts';
import type { FormItem } from './form.ts';
import type { Reply } from './reply.ts';
import type { Route, Slice } from './route.ts';

/** What a handler gets. Validated parts are typed by the route. */
export interface Call<R extends Route = Route> {
  readonly route: R;
  readonly requestId: string;
  readonly headers: IncomingHttpHeaders;
  /** Where the request came from, as the first proxy says, else by the connection. */
  readonly address: string;
  /** Path and query as the client sent them. */
  readonly url: string;
  readonly params: Parsed<R['params']>;
  readonly query: Parsed<R['query']>;
  readonly body: Parsed<R['body']>;
  /** The JSON text `body` was parsed from, for routes that pass it on without losing precision. */
  readonly text: string;
  /** The parts of a multipart body, validated one by one as they arrive. May be read once. */
  readonly form: () => AsyncGenerator<FormItem>;
  /** Aborted when the client leaves, or the request is ended early; the reason is the error to answer with. */
  readonly signal: AbortSignal;
  /** Says what a request waits for, such as `queued` or `loading`, should its client leave now; null: for nothing. */
  readonly setStage: (stage: string | null) => void;
  /** Says which model is asked, for who looks on. */
  readonly setModel: (model: string) => void;
  readonly log: Log;
}

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;

/** The handlers of a slice, one by route name; a missing or misfitting one does not compile. */
export type Handlers<S extends Slice> = {
  readonly [K in keyof S]: Handler<S[K]>;
};

export type Handler<R extends Route> = (call: Call<R>) => Promise<Result<R>> | Result<R>;

type Result<R extends Route> = Reply<
  R['response'] extends z.ZodType ? z.input<R['response']> : unknown
>;
