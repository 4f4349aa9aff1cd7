import { PassThrough, Readable } from 'node:stream';
import { answer } from '../../lib/engines/chat/assistant.ts';
import { readChatRequest } from '../../lib/engines/chat/chat-request.ts';
import { complete, completionBody } from '../../lib/engines/chat/completion.ts';
import { rememberVectors } from '../../lib/engines/chat/embed.ts';
import { formatModelEvent } from '../../lib/engines/chat/model-events.ts';
import { createModelList } from '../../lib/engines/chat/models.ts';
import type { RouterAnswer } from '../../lib/engines/chat/router-answer.ts';
import { chatEvents } from '../../lib/engines/chat/stream.ts';
import type { EmbeddingsEngine } from '../../lib/engines/embeddings/engine.ts';
import type { Handlers } from '../../lib/http/call.ts';
import { events, json, type Reply } from '../../lib/http/reply.ts';
import type { embedded } from '../../lib/routes/embedded.ts';

type Router = Pick<
  Handlers<typeof embedded>,
  | 'routerHealth'
  | 'routerModels'
  | 'routerV1Models'
  | 'routerEvents'
  | 'routerLoad'
  | 'routerUnload'
  | 'chat'
>;

/** Texts whose vectors are kept: a conversation comes whole with every turn. */
const REMEMBERED = 1000;

/** llama.cpp's router protocol over the extractive assistant: two models, one loaded at a time. */
export function llamaRouter(
  embeddings: EmbeddingsEngine,
  sleepSeconds: number,
): { handlers: Router; close: () => void } {
  const models = createModelList({
    idleSeconds: sleepSeconds,
    // Loading is real: it starts the sentence model that both search with.
    start: async () => void (await embeddings.embed(['ready'])),
  });
  const embed = rememberVectors(embeddings.embed, REMEMBERED);
  const reply = ({ status, body }: RouterAnswer): Reply => json<unknown>(body, { status });
  const list = (): Reply => json<unknown>(models.list());

  const handlers: Router = {
    routerHealth: () => json({ status: 'ok' }),
    routerModels: list,
    routerV1Models: list,
    routerLoad: ({ body }) => reply(models.load(body.model)),
    routerUnload: ({ body }) => reply(models.unload(body.model)),
    routerEvents: ({ signal }) => {
      const feed = new PassThrough();
      const end = models.subscribe((event) => void feed.write(formatModelEvent(event)));
      feed.write(': connected\n\n');
      feed.once('close', end);
      signal.addEventListener('abort', () => feed.destroy(), { once: true });
      return events(feed, 'event');
    },
    chat: async ({ body, signal }) => {
      const query = readChatRequest(body);
      const use = await models.use(query.model);
      if (!use.ready) return reply(use.answer);
      try {
        const started = performance.now();
        const { text } = await answer(query.messages, { model: query.model, embed, signal });
        const completion = complete(text, { ...query, milliseconds: performance.now() - started });
        if (!query.stream) return json(completionBody(completion));
        return events(
          Readable.from(chatEvents(completion, query), { objectMode: false }),
          'openai',
        );
      } finally {
        use.done();
      }
    },
  };
  return { handlers, close: () => models.close() };
}
