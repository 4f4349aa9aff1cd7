import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { call, postForm, postJson, speech } from './client.ts';

interface Answer {
  readonly headers?: Readonly<Record<string, object>>;
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
}

interface Document {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<Record<string, { readonly responses: Readonly<Record<string, Answer>> }>>
    >
  >;
}

const WORDS =
  'The recording of a voice goes on for a few seconds, calmly and clearly, to be heard.';
const QUESTION = { messages: [{ role: 'user', content: 'What can you do?' }] };

let document: Document;
const ajv = new Ajv2020({ strict: false });

beforeAll(async () => {
  document = (await (await call('/openapi.json')).json()) as Document;
  ajv.addSchema(document, 'api');
});

const pointer = (text: string): string =>
  encodeURIComponent(text.replaceAll('~', '~0').replaceAll('/', '~1'));

/** Looks up what the document says of this answer, and compares. */
async function expectDescribed(method: string, path: string, answer: Response): Promise<void> {
  const described = document.paths[path]![method]!.responses[answer.status];
  expect(described, `${method} ${path} answers ${answer.status}`).toBeDefined();
  const listed = Object.keys(described!.headers ?? {});
  expect(listed).toContain('x-request-id');
  const own = [...answer.headers.keys()].filter((name) => name.startsWith('x-synapse-'));
  expect(listed).toEqual(expect.arrayContaining(own));
  if (!described!.content) return;
  const type = answer.headers.get('content-type')!.split(';', 1)[0]!;
  const found = Object.keys(described!.content).find((media) =>
    media.endsWith('/*') ? type.startsWith(media.slice(0, -1)) : media === type,
  );
  expect(found, `${method} ${path} answers ${type}`).toBeDefined();
  if (type !== 'application/json') return void (await answer.arrayBuffer());
  const steps = ['paths', path, method, 'responses', String(answer.status), 'content', found!];
  const validate = ajv.getSchema(`api#/${[...steps, 'schema'].map(pointer).join('/')}`)!;
  const fits = validate(await answer.json());
  expect(fits, `${method} ${path}: ${JSON.stringify(validate.errors)}`).toBe(true);
}

describe('the answers are as the document says', () => {
  it.each(['/health', '/v1/models', '/models', '/models/queue', '/voices', '/tts/languages'])(
    'GET %s',
    async (path) => expectDescribed('get', path, await call(path)),
  );

  it.each([
    ['/v1/chat/completions', QUESTION],
    ['/v1/chat/completions', { ...QUESTION, stream: true }],
    ['/v1/chat/completions', { messages: 'none' }],
    ['/v1/embeddings', { input: 'a cat', model: 'any' }],
    ['/v1/embeddings', { input: ['a', 'b'], encoding_format: 'base64' }],
    ['/models/load', { model: 'no-such-model' }],
    ['/tts/synthesize', { text: 'Hello.' }],
    ['/tts/stream', { text: 'Hello.', voice_id: 'no-such-voice' }],
    ['/tts/synthesize', { text: '' }],
  ])('POST %s %j', async (path, body) => {
    await expectDescribed('post', path, await postJson(path, body));
  });

  it('of models and their profiles', async () => {
    const { data } = (await (await call('/models')).json()) as { data: { id: string }[] };
    await expectDescribed('get', '/v1/models/{model_id}', await call(`/v1/models/${data[0]!.id}`));
    for (const last of ['schema', 'profile'])
      await expectDescribed(
        'get',
        `/models/{model_id}/${last}`,
        await call(`/models/${data[0]!.id}/${last}`),
      );
  });

  it('of recordings and voices', async () => {
    const file = ['file', await speech(WORDS)] as const;
    for (const path of [
      '/stt/transcribe',
      '/stt/detect-language',
      '/stt/stream',
      '/speakers/diarize',
      '/audio/denoise',
    ])
      await expectDescribed('post', path, await postForm(path, file));
    const made = await postForm('/voices', ['name', 'Described'], ['files', file[1]]);
    const { voice_id: id, references } = (await made.clone().json()) as {
      voice_id: string;
      references: string[];
    };
    await expectDescribed('post', '/voices', made);
    await expectDescribed('get', '/voices/{voice_id}', await call(`/voices/${id}`));
    const path = `/voices/${id}/references/${references[0]}`;
    const { headers } = await call(path);
    for (const [sent, status] of [
      [{ range: 'bytes=0-9' }, 206],
      [{ range: 'bytes=999999999-' }, 416],
      [{ 'if-none-match': headers.get('etag')! }, 304],
    ] as const) {
      const answer = await call(path, { headers: sent });
      expect(answer.status).toBe(status);
      await expectDescribed('get', '/voices/{voice_id}/references/{name}', answer);
    }
    await expectDescribed(
      'delete',
      '/voices/{voice_id}',
      await call(`/voices/${id}`, { method: 'DELETE' }),
    );
  });

  it('of a page of another origin', async () => {
    const headers = { origin: 'https://elsewhere.example' };
    const answer = await postJson('/tts/synthesize', { text: 'Hello.' }, headers);
    expect(answer.status).toBe(403);
    await expectDescribed('post', '/tts/synthesize', answer);
  });
});
