import { finished } from 'node:stream';
import type { BackendAnswer } from '../../lib/backends/client.ts';
import { forwardHeaders } from '../../lib/backends/forward-headers.ts';
import { readJsonObject } from '../../lib/backends/json-text.ts';
import { ApiError } from '../../lib/errors.ts';
import type { Call, Handler } from '../../lib/http/call.ts';
import { deferredEvents } from '../../lib/http/deferred-events.ts';
import { headerText } from '../../lib/http/header-text.ts';
import { bytes, events, type Headers, type Reply } from '../../lib/http/reply.ts';
import { setKey } from '../../lib/json/edit.ts';
import { autoModel, explicitModel, type ModelChoice } from '../../lib/models/auto-model.ts';
import { injectProfile } from '../../lib/models/inject-profile.ts';
import type { Lease } from '../../lib/models/scheduler/places.ts';
import type { Ticket } from '../../lib/models/scheduler/scheduler.ts';
import { statusLine, type WaitStatus } from '../../lib/models/scheduler/wait-status.ts';
import type { llm } from '../../lib/routes/llm.ts';
import { usageOf } from '../../lib/streams/usage.ts';
import type { ModelHost } from './model-host.ts';

type ChatCall = Call<typeof llm.chatCompletions>;

/** How far a chat has come; what of it is known goes out in headers. */
interface Progress {
  readonly facts: Record<string, string>;
  ticket: Ticket | null;
}

const LABEL = 'LLM backend error';

/** A loaded model that is silent for this long has its stream committed, so that nobody hangs up on it. */
const SILENT_MS = 10_000;

/** `POST /v1/chat/completions`: choose the model, fill in its profile, wait for it, relay. */
export const chatCompletions =
  (host: ModelHost): Handler<typeof llm.chatCompletions> =>
  async (call) => {
    const progress: Progress = { facts: {}, ticket: null };
    const answer = converse(host, call, progress);
    return call.body.stream === true ? deferred(answer, call, progress) : answer;
  };

/** Tells a streaming client what it waits for; while the backend may still refuse, its status is waited for longer. */
function deferred(
  answer: Promise<Reply<never>>,
  call: ChatCall,
  progress: Progress,
): Promise<Reply<never>> {
  const status = (): WaitStatus | undefined => progress.ticket?.status();
  const typed = /\bstatus\b/.test(String(call.headers['x-synapse-events'] ?? ''));
  const silentAt = performance.now() + SILENT_MS;
  return deferredEvents(answer, {
    comment: () =>
      statusLine(status() ?? { phase: 'queued', position: 1, progress: null, eta_ms: null }),
    // With `choices`, official SDKs take it for a chunk that says nothing.
    event: typed ? () => ({ object: 'synapse.status', choices: [], ...status() }) : undefined,
    headers: () => progress.facts,
    mayCommit: () => status()?.phase !== 'answering' || performance.now() >= silentAt,
  });
}

async function converse(
  host: ModelHost,
  call: ChatCall,
  progress: Progress,
): Promise<Reply<never>> {
  const { body, text, headers, requestId, signal, setModel, log } = call;
  const context = { signal, headers: forwardHeaders(headers, requestId) };
  const { model, reason, words } = await choose(host, body, signal);
  setModel(model);
  Object.assign(progress.facts, {
    'x-synapse-model': headerText(model),
    'x-synapse-model-reason': reason,
    ...(words && { 'x-synapse-model-words': headerText(words.join(', ')) }),
  });
  const profile = await host.profiles.recent(model);
  const request = injectProfile(
    body.model === model ? text : setKey(text, 'model', model),
    body,
    profile,
  );
  log.debug({ request_id: requestId, model, reason, profile: Object.keys(profile) }, 'chat');
  const answer = await ask(host, call, progress, model, (lease) => {
    Object.assign(progress.facts, {
      'x-synapse-queue-ms': String(Math.round(lease.queueMs)),
      'x-synapse-load-ms': String(Math.round(lease.loadMs)),
    });
    return host.router.chat(request, context);
  });
  return toReply(answer, progress.facts, body.stream === true);
}

/** Sends the request once the model may be used, and again if it was unloaded behind our back. */
async function ask(
  host: ModelHost,
  { signal, setStage }: ChatCall,
  progress: Progress,
  model: string,
  send: (lease: Lease) => Promise<BackendAnswer>,
): Promise<BackendAnswer> {
  for (let attempt = 1; ; attempt++) {
    setStage('queued');
    progress.ticket = host.scheduler.ask(model, signal, setStage);
    const lease = await progress.ticket.lease;
    setStage(null);
    try {
      const answer = await send(lease);
      finished(answer.body, lease.release);
      return answer;
    } catch (error) {
      lease.release();
      if (!isNotLoaded(error)) throw error;
      if (attempt > 1) throw gone(model, error);
      host.scheduler.missed(model);
    }
  }
}

/** What llama.cpp's router says of a model that is not there, or not yet. */
const isNotLoaded = (error: unknown): error is ApiError =>
  error instanceof ApiError &&
  [400, 503].includes(error.status) &&
  /model is not (?:loaded|running)|Loading model/i.test(error.message);

/** Whoever sees to it that a model is loaded does not blame its client; a router that is loading it has its own 503. */
const gone = (model: string, error: ApiError): ApiError =>
  error.status === 503
    ? error
    : new ApiError(
        503,
        'model_unloaded',
        `the router says of the model "${model}" that it is loaded, and twice that it is not`,
        { headers: { 'retry-after': '5', 'x-should-retry': 'true' }, cause: error },
      );

async function toReply(
  answer: BackendAnswer,
  headers: Headers,
  streamed: boolean,
): Promise<Reply<never>> {
  const type = String(answer.headers['content-type'] ?? 'application/json');
  if (type.startsWith('text/event-stream')) return events(answer.body, 'openai', { headers });
  // Read whole before the status is said: what breaks, or is no answer, must not begin as one.
  if (type.includes('json') || !streamed) {
    const { text, value } = await readJsonObject(answer, LABEL);
    return bytes(text, 'application/json', { headers, usage: usageOf(value) });
  }
  answer.body.destroy();
  const message = `${LABEL}: the answer is ${type}, not JSON or events`;
  throw new ApiError(502, 'backend_bad_answer', message);
}

async function choose(
  host: ModelHost,
  body: { model?: unknown; messages?: unknown },
  signal: AbortSignal,
): Promise<ModelChoice> {
  const model = explicitModel(body.model);
  if (model !== null) return { model, reason: 'explicit' };
  const { available, loaded } = await host.choices(signal);
  return autoModel(body.messages, host.auto, available, loaded);
}
