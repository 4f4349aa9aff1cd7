import type { IncomingMessage, ServerResponse } from 'node:http';
import type { z } from 'zod';
import type { Env } from '../config/env.ts';
import { ApiError, isClientGone, toApiError } from '../errors.ts';
import type { Log } from '../logging/log.ts';
import { addressOf } from './address.ts';
import type { Call, Handlers } from './call.ts';
import { checkEncoding } from './body.ts';
import { Exchange } from './exchange.ts';
import { finishedRequest, type FinishedRequest } from './finished-request.ts';
import { readForm } from './form.ts';
import { readJsonBody } from './json-body.ts';
import { logAnswer, logFailure } from './log-answer.ts';
import { createMatcher, type Match } from './match.ts';
import { createOriginPolicy } from './origin.ts';
import { tellPipelined } from './pipelined.ts';
import type { Reply } from './reply.ts';
import { requestIdOf } from './request-id.ts';
import { requestLimitMs, requestLimitReached } from './request-limit.ts';
import type { Route, Slice } from './route.ts';
import { createRunning, type Running } from './running.ts';
import { sendError, sendReply } from './send.ts';
import { watchUpload } from './upload-idle.ts';
import { invalid } from './validation.ts';

export type Listener = (req: IncomingMessage, res: ServerResponse) => void;

export interface ServeOptions {
  readonly env: Env;
  readonly log: Log;
  /** `/readyz` is 200 while this holds. */
  readonly ready: () => boolean;
  /** Where requests under way are listed, for who may end them. */
  readonly running?: Running;
  /** Asked before a route that has `access`: throws, or answers in place of the handler, or null to go on. */
  readonly guard?: Guard | undefined;
  /** Told of each answer; null: nobody wants to know now. */
  readonly observe?: (() => ((finished: FinishedRequest) => void) | null) | undefined;
}

export type Guard = (req: IncomingMessage, res: ServerResponse, route: Route) => Reply | null;

type AnyHandler = (call: Call) => Promise<Reply> | Reply;

/** A slice and its handlers as a request listener: match, check, call, answer, log; the same on either HTTP stack. */
export function createListener<S extends Slice>(
  slice: S,
  handlers: Handlers<S>,
  options: ServeOptions,
): Listener {
  const match = createMatcher(slice);
  const { env, log, running = createRunning() } = options;
  const origins = createOriginPolicy(env.CORS_ORIGINS);
  const limitMs = requestLimitMs(env.REQUEST_LIMIT_SECONDS);
  const pingMs = env.STREAM_PING_SECONDS * 1000;
  const guard = guardOf(slice, options);
  const report = (exchange: Exchange, error: ApiError | null): void => {
    const { route, req } = exchange;
    if (!route || (route.quiet && (!error || isClientGone(error) || isPage(req)))) return;
    options.observe?.()?.(finishedRequest(exchange, route, error));
  };

  const handle = async (exchange: Exchange, url: string, path: string): Promise<void> => {
    const { req, res } = exchange;
    origins.check(req, res);
    const found = match(req.method ?? 'GET', path);
    if ('allowed' in found) {
      if (req.method === 'OPTIONS' && found.allowed.length > 0)
        return origins.preflight(req, res, found.allowed);
      throw notServed(path, found.allowed);
    }
    exchange.route = found.route;
    const refusal = found.route.access && guard(req, res, found.route);
    if (refusal) return sendReply(exchange, refusal, pingMs);
    const call = await createCall(exchange, found as Match, url, options);
    const handler = handlers[found.name] as unknown as AnyHandler;
    const reply = withStatus(await handler(call), found.route.status);
    if (!exchange.signal.aborted) return sendReply(exchange, reply, pingMs);
    if (reply.kind === 'stream') reply.stream.destroy();
    throw exchange.signal.reason;
  };

  return (req, res) => {
    const requestId = requestIdOf(req.headers);
    res.setHeader('x-request-id', requestId);
    const url = req.url ?? '/';
    const mark = url.indexOf('?');
    const path = mark < 0 ? url : url.slice(0, mark);
    if (answerProbe(path, res, options)) return;
    let over = false;
    const fail = (thrown: unknown): void => {
      if (over) return;
      over = true;
      const error = toApiError(exchange.signal.aborted ? exchange.signal.reason : thrown);
      logFailure(log, exchange, path, error, thrown);
      report(exchange, error);
      sendError(req, res, error, requestId);
    };
    const exchange = new Exchange(req, res, requestId, fail);
    running.add(exchange);
    tellPipelined(req, res);
    const limit =
      limitMs &&
      setTimeout(() => exchange.end(requestLimitReached(env.REQUEST_LIMIT_SECONDS)), limitMs);
    res.once('close', () => {
      running.remove(exchange);
      if (limit) clearTimeout(limit);
      if (!res.writableFinished) exchange.abandon();
    });
    handle(exchange, url, path)
      .then(() => {
        over = true;
        logAnswer(log, exchange, path);
        report(exchange, null);
      }, fail)
      .catch((error: unknown) => {
        // Whatever an answer may fail on, nobody is left waiting for it.
        log.error({ request_id: requestId, error }, 'an answer could not be written');
        res.destroy();
      });
  };
}

/** A page of ours that looks again and again would make every failure many. */
const isPage = ({ headers }: IncomingMessage): boolean =>
  headers['sec-fetch-site'] === 'same-origin';

/** @throws Error when a route asks for a guard and there is none: nothing is open by mistake. */
function guardOf(slice: Slice, { guard }: ServeOptions): Guard {
  if (guard) return guard;
  const closed = Object.entries(slice).find(([, route]) => route.access);
  if (closed) throw new Error(`the route ${closed[0]} needs a guard`);
  return () => null;
}

async function createCall(
  exchange: Exchange,
  { route, params }: Match,
  url: string,
  { env, log }: ServeOptions,
): Promise<Call> {
  const { req, requestId, signal } = exchange;
  const rejects = route.rejects ?? 400;
  const query = route.query && Object.fromEntries(new URL(url, 'http://localhost').searchParams);
  if (route.body || route.form) {
    checkEncoding(req);
    watchUpload(req, env.UPLOAD_IDLE_SECONDS, (error) => exchange.end(error));
  }
  const body = route.body && (await readJsonBody(req, route, env.MAX_JSON_BYTES, signal));
  return {
    route,
    requestId,
    url,
    headers: req.headers,
    address: addressOf(req, env.PROXY_HOPS),
    params: check(route.params, params, 'path', rejects) as never,
    query: check(route.query, query, 'query', rejects) as never,
    body: body?.value as never,
    text: body?.text ?? '',
    form: () => readForm(req, route.form!, { rejects, maxFileBytes: env.MAX_AUDIO_BYTES, signal }),
    signal,
    setStage: exchange.setStage,
    setModel: exchange.setModel,
    log,
  };
}

function check(
  schema: z.ZodType | undefined,
  input: unknown,
  where: string,
  rejects: 400 | 422,
): unknown {
  const checked = schema?.safeParse(input);
  if (checked?.success === false) throw invalid(checked.error.issues, where, rejects, input);
  return checked?.data;
}

const withStatus = (reply: Reply, status: number | undefined): Reply =>
  status === undefined || reply.status !== undefined ? reply : { ...reply, status };

function answerProbe(path: string, res: ServerResponse, { ready }: ServeOptions): boolean {
  if (path !== '/livez' && path !== '/readyz') return false;
  const ok = path === '/livez' || ready();
  res.writeHead(ok ? 200 : 503, { 'content-type': 'application/json' });
  res.end(ok ? '{"status":"ok"}' : '{"status":"stopping"}');
  return true;
}

function notServed(path: string, allowed: readonly string[]): ApiError {
  if (allowed.length === 0)
    return new ApiError(404, 'not_found', `nothing is served at ${path.slice(0, 200)}`);
  return new ApiError(405, 'method_not_allowed', `only ${allowed.join(', ')} is allowed here`, {
    headers: { allow: [...allowed, 'OPTIONS'].join(', ') },
  });
}
