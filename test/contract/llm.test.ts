import OpenAI from 'openai';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { call, expectError, postJson, stack } from './client.ts';
import { at } from './host.ts';

const QUESTION = {
  messages: [
    {
      role: 'system' as const,
      content:
        'The office opens at nine in the morning. The garden is behind the house. The dog is called Rex.',
    },
    { role: 'user' as const, content: 'What is the name of the dog?' },
  ],
};

let model = '';

beforeAll(async () => {
  const { data } = (await (await call('/models')).json()) as { data: { id: string }[] };
  model = data[0]!.id;
});

describe('POST /v1/chat/completions', () => {
  it('answers, choosing and loading a model when none is named', async () => {
    const answer = await postJson('/v1/chat/completions', QUESTION);
    expect(answer.status).toBe(200);
    const body = (await answer.json()) as {
      choices: { message: { role: string; content: string } }[];
      usage: { total_tokens: number };
    };
    expect(body.choices[0]!.message.role).toBe('assistant');
    expect(body.choices[0]!.message.content.length).toBeGreaterThan(3);
    expect(body.usage.total_tokens).toBeGreaterThan(0);
    expect(answer.headers.get('x-synapse-model')).toBeTruthy();
    expect(answer.headers.get('x-synapse-model-reason')).toBe('policy-general');
  });

  it('streams events to the end', async () => {
    const answer = await postJson('/v1/chat/completions', {
      ...QUESTION,
      model,
      stream: true,
      stream_options: { include_usage: true },
    });
    expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(answer.headers.get('x-accel-buffering')).toBe('no');
    const events = (await answer.text()).split('\n\n').filter(Boolean);
    expect(events.at(-1)).toBe('data: [DONE]');
    const chunks = events.slice(0, -1).map(
      (event) =>
        JSON.parse(event.slice(6)) as {
          choices: { delta: { content?: string } }[];
          usage?: object;
        },
    );
    expect(
      chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('').length,
    ).toBeGreaterThan(3);
    expect(chunks.at(-1)!.usage).toBeTruthy();
  });

  it('answers bad requests with 400 and names the fault', async () => {
    const send = (body: string): Promise<Response> =>
      call('/v1/chat/completions', {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json' },
      });
    await expectError(await send('[1]'), 400);
    expect((await expectError(await send('{"stream":"false"}'), 400)).error.param).toBe('stream');
    const unknown = await expectError(
      await postJson('/v1/chat/completions', { ...QUESTION, model: 'no/such-model' }),
      400,
    );
    expect(unknown.error).toMatchObject({ param: 'model', code: 'model_not_found' });
    if (stack() === 'framework') return; // The stock framework parses JSON itself.
    await expectError(await send(''), 400);
    await expectError(await send('{"messages":'), 400);
  });

  it('refuses a content type a web page could send unasked', async () => {
    await expectError(
      await call('/v1/chat/completions', {
        method: 'POST',
        body: JSON.stringify(QUESTION),
        headers: { 'content-type': 'text/plain' },
      }),
      415,
    );
  });
});

describe('POST /v1/embeddings', () => {
  it('embeds texts; like ones are near', async () => {
    const answer = await postJson('/v1/embeddings', {
      model: 'any',
      input: ['a cat sleeps', 'a kitten is sleeping', 'the price of oil fell'],
    });
    expect(answer.status).toBe(200);
    const { data } = (await answer.json()) as { data: { index: number; embedding: number[] }[] };
    expect(data.map(({ index }) => index)).toEqual([0, 1, 2]);
    const cosine = (a: number[], b: number[]): number =>
      a.reduce((sum, x, i) => sum + x * b[i]!, 0) /
      Math.sqrt(a.reduce((s, x) => s + x * x, 0) * b.reduce((s, x) => s + x * x, 0));
    const [cat, kitten, oil] = data.map(({ embedding }) => embedding);
    expect(cosine(cat!, kitten!)).toBeGreaterThan(cosine(cat!, oil!) + 0.2);
  });

  it.each([{}, { input: '' }, { input: [] }, { input: 7 }, { input: 'a', encoding_format: 'hex' }])(
    'answers %j with 400',
    async (body) => {
      await expectError(await postJson('/v1/embeddings', body), 400);
    },
  );
});

describe('models', () => {
  it('GET /v1/models/{id} is the entry of the list, however the id is written', async () => {
    const { data } = (await (await call('/v1/models')).json()) as { data: { id: string }[] };
    const entry = data.find(({ id }) => id === model)!;
    for (const id of [model, encodeURIComponent(model)]) {
      const { status: _, ...found } = (await (await call(`/v1/models/${id}`)).json()) as object & {
        status?: unknown;
      };
      const { status: _state, ...listed } = entry as typeof entry & { status?: unknown };
      expect(found).toEqual(listed);
    }
    await expectError(await call('/v1/models/none/such/profile'), 404);
    await expectError(await call('/v1/models/a', { method: 'DELETE' }), 405);
  });

  it('GET /models shows states, GET /v1/models what OpenAI requires', async () => {
    const { data } = (await (await call('/models')).json()) as {
      data: { id: string; status: { value: string } }[];
    };
    expect(data[0]!.status.value).toMatch(/loaded|unloaded|loading|sleeping/);
    const list = (await (await call('/v1/models')).json()) as { object: string; data: object[] };
    expect(list.object).toBe('list');
    for (const entry of list.data)
      expect(Object.keys(entry)).toEqual(
        expect.arrayContaining(['id', 'object', 'created', 'owned_by']),
      );
  });

  it('loads and unloads; twice is no error', async () => {
    for (const path of ['/models/load', '/models/load', '/models/unload', '/models/unload']) {
      const answer = await postJson(path, { model });
      expect(answer.status).toBe(200);
      expect(await answer.json()).toMatchObject({ success: true });
    }
    const { data } = (await (await call('/models')).json()) as {
      data: { id: string; status: { value: string } }[];
    };
    expect(data.find(({ id }) => id === model)!.status.value).toBe('unloaded');
    await expectError(await postJson('/models/load', { model: 'no-such-model' }), 404);
    await expectError(await postJson('/models/load', {}), 400);
  });
});

describe('profiles', () => {
  const path = (): string => `/models/${encodeURIComponent(model)}/profile`;
  const put = (body: unknown): Promise<Response> =>
    call(path(), {
      method: 'PUT',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });

  it('are described, saved, merged, shown and cleared', async () => {
    const schema = (await (await call(`/models/${model}/schema`)).json()) as {
      fields: { name: string }[];
      notes: string[];
    };
    expect(schema.fields.map(({ name }) => name)).toEqual([
      'system_prompt',
      'temperature',
      'top_p',
      'top_k',
      'min_p',
      'repeat_penalty',
      'max_tokens',
      'runtime_ctx_size',
    ]);
    expect(schema.notes).toHaveLength(2);
    expect(
      await (await put({ values: { temperature: '0.2', top_k: 20 }, replace: true })).json(),
    ).toMatchObject({ success: true, model, values: { temperature: 0.2, top_k: 20 } });
    expect(await (await put({ top_k: null, max_tokens: 50 })).json()).toMatchObject({
      values: { temperature: 0.2, max_tokens: 50 },
    });
    expect(await (await call(path())).json()).toEqual({
      model,
      family: 'generic',
      values: { temperature: 0.2, max_tokens: 50 },
    });
    const { data } = (await (await call('/models')).json()) as {
      data: { id: string; status: object }[];
    };
    expect(data.find(({ id }) => id === model)!.status).toMatchObject({
      synapse_profile: { temperature: 0.2 },
    });
    expect(await (await put({ values: {}, replace: true })).json()).toMatchObject({ values: {} });
  });

  it.each([
    { temperature: 'NaN' },
    { temperature: true },
    { top_k: 1.5 },
    { top_p: 2 },
    { colour: 'red' },
    { values: 3 },
    { reasoning_effort: 'high' },
  ])('%j is 400', async (body) => {
    await expectError(await put(body), 400);
  });

  it('apply, with and without a load', async () => {
    const apply = (body?: unknown): Promise<Response> =>
      body === undefined
        ? call(`${path()}/apply`, { method: 'POST' })
        : postJson(`${path()}/apply`, body);
    expect(await (await apply()).json()).toMatchObject({
      success: true,
      load: { requested: false, success: true },
    });
    expect(await (await apply({ load_model: true })).json()).toMatchObject({
      success: true,
      load: { requested: true, success: true },
    });
    await expectError(await call('/models/a%2Fb/profile'), 404);
    await expectError(await call('/models/a/b/profile'), 404);
  });
});

describe('the official SDK', () => {
  const sdk = (): OpenAI =>
    new OpenAI({
      baseURL: at(inject('host'), '/v1/chat/completions').replace('/chat/completions', ''),
      apiKey: 'none',
      maxRetries: 0,
    });

  it('chats, streams, embeds, lists and understands errors', async () => {
    const whole = await sdk().chat.completions.create({ model, ...QUESTION });
    expect(whole.choices[0]!.message.content).toBeTruthy();
    let text = '';
    for await (const chunk of await sdk().chat.completions.create({
      model,
      ...QUESTION,
      stream: true,
    }))
      text += chunk.choices[0]?.delta.content ?? '';
    expect(text).toBe(whole.choices[0]!.message.content);
    const embedded = await sdk().embeddings.create({ model: 'any', input: 'hello' });
    expect(embedded.data[0]!.embedding.length).toBeGreaterThan(100);
    const { data: models } = await sdk().models.list();
    expect(models.length).toBeGreaterThan(0);
    for (const { id } of models)
      expect(await sdk().models.retrieve(id)).toMatchObject({ id, object: 'model' });
    await expect(sdk().models.retrieve('none/such')).rejects.toMatchObject({
      status: 404,
      code: 'model_not_found',
      param: 'model',
    });
    await expect(
      sdk().chat.completions.create({ model: 'none-such', ...QUESTION }),
    ).rejects.toMatchObject({ status: 400, code: 'model_not_found', param: 'model' });
  });
});
