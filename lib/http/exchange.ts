import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { clientGone, type ApiError } from '../errors.ts';
import type { Usage } from '../streams/usage.ts';
import type { Route } from './route.ts';
import type { RunningRequest } from './running.ts';

/** How long a handler that was told to end may take to notice, in milliseconds. */
const GRACE_MS = 250;

/** One request and its answer: how far it has come, and how it is ended early. */
export class Exchange implements RunningRequest {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly requestId: string;
  readonly started = performance.now();
  /** Null until the path is known to be one of ours. */
  route: Route | null = null;
  readonly #controller = new AbortController();
  readonly #fail: (error: ApiError) => void;
  #stage: string | null = null;
  /** Told by the handler: the model that is asked. */
  model: string | null = null;
  /** The stage at which the client left or the request was ended early. */
  endedAt: string | null = null;
  #body: Readable | null = null;
  /** The first byte of a streamed answer that says something, by `performance.now()`. */
  firstByteAt: number | null = null;
  /** What a chat cost, as far as its answer said so. */
  usage: Usage | null = null;

  /** `fail` answers in place of a handler that does not notice that it was ended. */
  constructor(
    req: IncomingMessage,
    res: ServerResponse,
    requestId: string,
    fail: (error: ApiError) => void,
  ) {
    this.req = req;
    this.res = res;
    this.requestId = requestId;
    this.#fail = fail;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Named by the handler while it waits for something of its own, such as `queued`; null: no longer. */
  readonly setStage = (stage: string | null): void => {
    this.#stage = stage;
  };

  readonly setModel = (model: string): void => {
    this.model = model;
  };

  /** Where the request stands, in the words of the log. */
  stage(): string {
    if (this.#stage) return this.#stage;
    if (!this.req.complete) return 'uploading';
    if (!this.res.headersSent) return 'before the headers';
    return this.firstByteAt === null ? 'before the first byte' : 'mid-stream';
  }

  /** The body that is being sent; it ends with the exchange. */
  sending(body: Readable): void {
    this.#body = body;
  }

  /** The client has closed the connection. */
  abandon(): void {
    if (this.signal.aborted) return;
    this.endedAt = this.stage();
    this.#controller.abort(clientGone(this.endedAt));
  }

  end(error: ApiError): boolean {
    if (this.signal.aborted || this.res.writableEnded) return false;
    this.endedAt = this.stage();
    this.#controller.abort(error);
    this.#body?.destroy(error);
    if (!this.res.headersSent) setTimeout(() => this.#fail(error), GRACE_MS).unref();
    return true;
  }
}
