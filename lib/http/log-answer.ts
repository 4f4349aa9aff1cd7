import { isClientGone, type ApiError } from '../errors.ts';
import type { Log } from '../logging/log.ts';
import type { Exchange } from './exchange.ts';

/** One line for a request that was answered. */
export function logAnswer(log: Log, exchange: Exchange, path: string): void {
  const { req, res, route } = exchange;
  const level = route?.quiet ? 'debug' : 'info';
  if (!log.isLevelEnabled(level)) return;
  log[level](
    { ...fieldsOf(exchange), status: res.statusCode, ms: elapsed(exchange) },
    `${req.method} ${path} ${res.statusCode}`,
  );
}

/** One line for a request that failed; a client that left is status 499, with the stage it left at. */
export function logFailure(
  log: Log,
  exchange: Exchange,
  path: string,
  error: ApiError,
  thrown: unknown,
): void {
  const { status, code, message } = error;
  const fields = {
    ...fieldsOf(exchange),
    status,
    code,
    ms: elapsed(exchange),
    ...(exchange.endedAt && { stage: exchange.endedAt }),
    reason: message,
  };
  const line = `${exchange.req.method} ${path} ${status} ${code}`;
  // Whoever watches for a while leaves some time.
  if (isClientGone(error) && exchange.route?.quiet) log.debug(fields, line);
  else if (isClientGone(error) || status < 500) log.info(fields, line);
  else if (status === 500) log.error({ ...fields, error: thrown }, line);
  else log.warn({ ...fields, cause: error.options.cause }, line);
}

const fieldsOf = ({ requestId, started, firstByteAt, usage }: Exchange): object => ({
  request_id: requestId,
  ...(firstByteAt !== null && { first_byte_ms: rounded(firstByteAt - started) }),
  ...(usage && { usage }),
});

const elapsed = ({ started }: Exchange): number => rounded(performance.now() - started);

const rounded = (ms: number): number => Math.round(ms * 10) / 10;
