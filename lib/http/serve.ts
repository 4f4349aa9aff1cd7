import type { IncomingMessage, ServerResponse } from 'node:http';
import type { z } from 'zod';
import type { Env } from '../config/env.ts';
import { ApiError, clientGone, isClientGone, toApiError } from '../errors.ts';
import type { Log } from '../logging/log.ts';
import type { Call, Handlers } from './call.ts';
import { checkEncoding } from './body.ts';
import { readForm } from './form.ts';
import { readJsonBody } from './json-body.ts';
import { createMatcher, type Match } from './match.ts';
import { createOriginPolicy } from './origin.ts';
import type { Reply } from './reply.ts';
import { requestIdOf } from './request-id.ts';
import type { Slice } from './route.ts';
import { sendError, sendReply } from './send.ts';
import { watchUpload } from './upload-idle.ts';
import { invalid } from './validation.ts';

export type Listener = (req: IncomingMessage, res: ServerResponse) => void;

export interface ServeOptions {
  readonly env: Env;
  readonly log: Log;
  /** `/readyz` is 200 while this holds. */
  readonly ready: () => boolean;
}

type AnyHandler = (call: Call) => Promise<Reply> | Reply;

/** A slice and its handlers as a request listener: match, check, call, answer, log; the same on either HTTP stack. */
export function createListener<S extends Slice>(
  slice: S,
  handlers: Handlers<S>,
  options: ServeOptions,
): Listener {
  const match = createMatcher(slice);
  const origins = createOriginPolicy(options.env.CORS_ORIGINS);
  return (req, res) => {
    const started = performance.now();
    const requestId = requestIdOf(req.headers);
    res.setHeader('x-request-id', requestId);
    const url = req.url ?? '/';
    const mark = url.indexOf('?');
    const path = mark < 0 ? url : url.slice(0, mark);
    if (answerProbe(path, res, options)) return;
    const controller = new AbortController();
    res.once('close', () => {
      if (!res.writableFinished) controller.abort(clientGone('before the answer was complete'));
    });
    const run = async (): Promise<void> => {
      origins.check(req, res);
      const found = match(req.method ?? 'GET', path);
      if ('allowed' in found) {
        if (req.method === 'OPTIONS' && found.allowed.length > 0)
          return origins.preflight(req, res, found.allowed);
        throw notServed(path, found.allowed);
      }
      const call = await createCall(req, found as Match, url, requestId, controller, options);
      const handler = handlers[found.name] as unknown as AnyHandler;
      await sendReply(req, res, withStatus(await handler(call), found.route.status), requestId);
    };
    run()
      .then(
        () => logAnswer(options.log, req, path, res.statusCode, started, requestId),
        (thrown: unknown) => {
          const error = controller.signal.aborted
            ? toApiError(controller.signal.reason)
            : toApiError(thrown);
          logFailure(options.log, req, path, error, thrown, started, requestId);
          sendError(req, res, error, requestId);
        },
      )
      .catch((error: unknown) => {
        // Whatever an answer may fail on, nobody is left waiting for it.
        options.log.error({ request_id: requestId, error }, 'an answer could not be written');
        res.destroy();
      });
  };
}

async function createCall(
  req: IncomingMessage,
  { route, params }: Match,
  url: string,
  requestId: string,
  controller: AbortController,
  { env, log }: ServeOptions,
): Promise<Call> {
  const { signal } = controller;
  const rejects = route.rejects ?? 400;
  const query = route.query && Object.fromEntries(new URL(url, 'http://localhost').searchParams);
  if (route.body || route.form) {
    checkEncoding(req);
    watchUpload(req, env.UPLOAD_IDLE_SECONDS, (error) => controller.abort(error));
  }
  const body = route.body && (await readJsonBody(req, route, env.MAX_JSON_BYTES, signal));
  return {
    route,
    requestId,
    url,
    headers: req.headers,
    params: check(route.params, params, 'path', rejects) as never,
    query: check(route.query, query, 'query', rejects) as never,
    body: body?.value as never,
    text: body?.text ?? '',
    form: () => readForm(req, route.form!, { rejects, maxFileBytes: env.MAX_AUDIO_BYTES, signal }),
    signal,
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

function logAnswer(
  log: Log,
  req: IncomingMessage,
  path: string,
  status: number,
  started: number,
  requestId: string,
): void {
  if (!log.isLevelEnabled('info')) return;
  log.info(
    { request_id: requestId, status, ms: elapsed(started) },
    `${req.method} ${path} ${status}`,
  );
}

function logFailure(
  log: Log,
  req: IncomingMessage,
  path: string,
  error: ApiError,
  thrown: unknown,
  started: number,
  requestId: string,
): void {
  const fields = {
    request_id: requestId,
    status: error.status,
    code: error.code,
    ms: elapsed(started),
    reason: error.message,
  };
  const line = `${req.method} ${path} ${error.status} ${error.code}`;
  if (isClientGone(error) || error.status < 500) log.info(fields, line);
  else if (error.status === 500) log.error({ ...fields, error: thrown }, line);
  else log.warn({ ...fields, cause: error.options.cause }, line);
}

const elapsed = (started: number): number => Math.round((performance.now() - started) * 10) / 10;
