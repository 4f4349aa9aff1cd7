import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import embedTask from '../embeddings/worker.ts';
import { answer } from './assistant.ts';
import type { ChatMessage } from './chat-message.ts';
import { rememberVectors, type Embed } from './embed.ts';
import { CODER_MODEL, GENERAL_MODEL } from './model-names.ts';
import { TEXTS } from './questions.fixture.ts';

const embed = rememberVectors((texts) => embedTask({ texts }), 1000);
const never: Embed = () => Promise.reject(new Error('embedded'));
const now = new Date('2026-03-09T14:05:59Z');

/** The answers to each user turn of a conversation. */
async function talk(
  turns: readonly string[],
  model = GENERAL_MODEL,
  by = embed,
): Promise<string[]> {
  const messages: ChatMessage[] = [{ role: 'system', text: 'You are a helpful assistant.' }];
  const said: string[] = [];
  for (const text of turns) {
    messages.push({ role: 'user', text });
    said.push((await answer(messages, { model, embed: by, now })).text);
    messages.push({ role: 'assistant', text: said.at(-1)! });
  }
  return said;
}
const reply = async (...turns: string[]): Promise<string> => (await talk(turns)).at(-1)!;

describe('without a search', () => {
  it.each([
    ['hi', /^Hello!/],
    ['Good morning!', /^Hello!/],
    ['thanks a lot', /welcome/],
    ['bye', /^Goodbye/],
    ['help', /summarize/],
    ['What can you do?', /quoting/],
    ['Who are you?', /not a generative language model/],
    ['Are you ChatGPT?', /not a generative language model/],
    ['what is 12*7+3', /^12\*7\+3 = 87$/],
    [
      'What time is it?',
      /^It is 14:05 UTC on Monday 9 March 2026|^It is 14:05 UTC on Monday, 9 March 2026/,
    ],
    ["What's the date today?", /9 March 2026/],
    ['what day is it tomorrow?', /10 March 2026/],
    ['Write me a poem about the sea.', /cannot write/],
    ['Translate: I am here', /cannot write/],
    ['What is the capital of France?', /no text here yet/],
    ['', /quoting/],
  ])('%j gets %s', async (text, expected) => {
    expect((await talk([text], GENERAL_MODEL, never))[0]).toMatch(expected);
  });

  it('does not take a question about the text for one about the clock', async () => {
    expect(await reply('What time is lunch? Lunch is at noon.')).toContain('Lunch is at noon.');
  });
});

describe('from the conversation', () => {
  it('quotes the sentence and says where it stands', async () => {
    expect(await reply(TEXTS['library']!, 'How many books may I borrow?')).toBe(
      '“Members may borrow up to eight books for three weeks.”\n— your message 1, sentence 5',
    );
  });

  it('answers several questions and follow-ups', async () => {
    const both = await reply(
      `${TEXTS['library']!}\n\nWho opened the library? Why were newspapers moved?`,
    );
    expect(both).toContain('Ada Turner');
    expect(both).toContain('roof leaked');
    expect(await reply(TEXTS['server']!, 'When does the backup start?', 'And where?')).toContain(
      '— ',
    );
  });

  it('reads facts of the system message but not its orders', async () => {
    const messages: ChatMessage[] = [
      { role: 'system', text: 'You are a helpful opening hours assistant. The shop opens at ten.' },
      { role: 'user', text: 'When does the shop open?' },
    ];
    const { text, finishReason } = await answer(messages, { model: GENERAL_MODEL, embed });
    expect(text).toBe('“The shop opens at ten.”\n— the system message, sentence 2');
    expect(finishReason).toBe('stop');
  });

  it('reads the prompts of retrieval tools', async () => {
    const prompt = `Use the following context to answer the question.

Context:
The Nile is 6650 km long. The Amazon carries more water.

Question: How long is the Nile?
Answer:`;
    expect(await reply(prompt)).toBe('“The Nile is 6650 km long.”\n— your message 1, sentence 3');
  });

  it('never quotes its own answers', async () => {
    const said = await talk([
      TEXTS['orchard']!,
      'What happened in 2017?',
      'What happened in 2017?',
    ]);
    expect(said[2]).toBe(said[1]);
  });

  it('says so when there is no answer', async () => {
    const text = await reply(TEXTS['library']!, 'How do I cook rice?');
    expect(text).toMatch(/^Nothing in this conversation answers that.*not a generative/);
  });

  it('takes notice of text without a question', async () => {
    expect(await reply('My dog is called Rex. He is five years old.')).toMatch(/2 sentences/);
    expect(
      await reply('My dog is called Rex. He is five years old.', 'How old is my dog?'),
    ).toContain('five');
  });

  it('ends with the signal', async () => {
    const messages: ChatMessage[] = [{ role: 'user', text: 'hi' }];
    await expect(
      answer(messages, { model: GENERAL_MODEL, embed, signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('has an answer to anything', async () => {
    const constant: Embed = async (texts) => ({
      vectors: texts.map(() => new Float32Array(4).fill(0.5)),
    });
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.lorem({ mode: 'sentences' }),
      fc.constantFrom('```', 'summarize: ', 'what is '),
    );
    const role = fc.constantFrom<ChatMessage['role']>('system', 'user', 'assistant', 'tool');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ role, text })),
        fc.constantFrom(GENERAL_MODEL, CODER_MODEL),
        async (messages, model) => {
          const said = await answer(messages, { model, embed: constant });
          expect(said.text).not.toBe('');
        },
      ),
    );
  });

  it('keeps its speed with a long conversation', async () => {
    const constant: Embed = async (texts) => ({
      vectors: texts.map(() => new Float32Array(4).fill(0.5)),
    });
    const text = 'The quick brown fox jumps over a lazy dog near the river bank. '.repeat(8000);
    const messages: ChatMessage[] = [
      { role: 'user', text },
      { role: 'user', text: 'Where does the fox jump?' },
    ];
    const started = performance.now();
    await answer(messages, { model: CODER_MODEL, embed: constant });
    expect(performance.now() - started).toBeLessThan(3000);
  });
});

describe('summaries', () => {
  it('are sentences of the text, in order, as many as asked for', async () => {
    const text = await reply(TEXTS['server']!, 'Summarize this in three sentences, please.');
    const lines = text
      .split('\n')
      .filter((line) => line.startsWith('- '))
      .map((line) => line.slice(2));
    expect(lines).toHaveLength(3);
    const whole = TEXTS['server']!.replace(/\s+/g, ' ');
    const places = lines.map((line) => whole.indexOf(line));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('take the text of the same message, or the latest one of some length', async () => {
    expect(await reply(`Summarize: ${TEXTS['orchard']!}`)).toMatch(/\(3 of 9\)/);
    expect(await reply(TEXTS['orchard']!, 'ok', 'tl;dr')).toMatch(/\(3 of 9\)/);
    expect(await reply('tl;dr')).toMatch(/no text here yet/);
  });

  it('prefer what the text is about to an aside', async () => {
    const bread =
      'Bread dough rises because yeast makes gas. Warm dough rises faster than cold dough. Kneading makes the dough elastic. My neighbour owns a red bicycle. Bakers let the dough rest twice before baking the bread.';
    expect(await reply(`Summarize in two sentences: ${bread}`)).not.toContain('bicycle');
  });
});
