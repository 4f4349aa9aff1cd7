import type { Server, ServerResponse } from 'node:http';
import type { Env } from '../config/env.ts';
import { ApiError } from '../errors.ts';
import type { Log } from '../logging/log.ts';
import { trackSockets } from './open-sockets.ts';
import { refuseWhatIsNotHttp } from './refuse.ts';
import { letGoOfUnread } from './unread.ts';

export interface Lifecycle {
  /** Takes charge of the server the framework made: timeouts, parser errors, signals. Called once, at the first request. */
  readonly manage: (server: Server) => void;
  readonly stopping: () => boolean;
}

export interface Hooks {
  /** Called at once: streams without an end must be ended, or the stop would wait for them. */
  readonly stopping: () => void;
  /** Called at the end of the drain time: what still runs must say that it ends. */
  readonly endRunning: (error: ApiError) => void;
  /** Called last. */
  readonly close: () => Promise<void>;
}

/** What the ends of requests may take to be written, beside the time a handler has to notice. */
const LAST_WORDS_MS = 1000;

/**
 * Graceful stop, which the framework does not have: on SIGTERM or SIGINT it exits at once and cuts what runs. Here no
 * new connection is accepted, running requests and streams finish within `DRAIN_SECONDS` or are ended with an error in
 * their own language, then the process exits 0. Stray rejections and exceptions are logged; one request's fault never
 * ends the others.
 */
export function createLifecycle(
  env: Env,
  log: Log,
  { stopping: onStop, endRunning, close }: Hooks,
): Lifecycle {
  let server: Server | null = null;
  let stopping = false;
  let closeIdle = (): void => {};

  const stop = (reason: string): void => {
    if (stopping) return;
    stopping = true;
    log.debug({ reason }, 'stopping');
    onStop();
    const exit = (): void => {
      close().then(
        () => process.exit(0),
        () => process.exit(0),
      );
    };
    if (!server) return exit();
    server.close(exit);
    closeIdle();
    setInterval(closeIdle, 250).unref();
    setTimeout(() => {
      log.warn(
        { seconds: env.DRAIN_SECONDS },
        'requests still running at the end of the drain time are ended',
      );
      endRunning(new ApiError(503, 'stopping', 'the server stopped before it was done'));
      setTimeout(exit, LAST_WORDS_MS).unref();
    }, env.DRAIN_SECONDS * 1000).unref();
  };

  // Started by a parent that may die without a word, as `make start` is: its end ends us.
  if (process.send) process.once('disconnect', () => stop('the parent process is gone'));

  const manage = (adopted: Server): void => {
    server = adopted;
    configure(adopted, env);
    letGoOfUnread(adopted, env.READER_IDLE_SECONDS, log);
    closeIdle = trackSockets(adopted).closeIdle;
    adopted.prependListener('request', (_req, res: ServerResponse) => {
      if (stopping) res.setHeader('connection', 'close');
    });
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.removeAllListeners(signal);
      process.on(signal, () => stop(signal));
    }
    for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
      process.removeAllListeners(event);
      process.on(event, (thrown: unknown) => log.error({ error: thrown }, `stray ${event}`));
    }
  };
  return { manage, stopping: () => stopping };
}

function configure(server: Server, env: Env): void {
  server.keepAliveTimeout = env.KEEP_ALIVE_SECONDS * 1000;
  server.headersTimeout = 60_000;
  // Uploads may take as long as they keep moving; a silent one is ended by the socket's own idle limit.
  server.requestTimeout = 0;
  refuseWhatIsNotHttp(server);
}
