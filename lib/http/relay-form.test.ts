import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { ApiError } from '../errors.ts';
import type { FormItem } from './form.ts';
import { relayForm } from './relay-form.ts';

const field = (name: string, value: unknown): FormItem => ({ kind: 'field', name, value });
const file = (filename: string, contentType = 'audio/ogg'): FormItem => ({
  kind: 'file',
  name: 'file',
  filename,
  contentType,
  stream: Readable.from([Buffer.from('bytes')]),
});

async function relay(items: readonly FormItem[], failure?: Error): Promise<string> {
  const source = async function* (): AsyncGenerator<FormItem> {
    yield* items;
    if (failure) throw failure;
  };
  const form = await relayForm(source(), {
    fields: ({ a, b = 'default' }) => ({ a: String(a), b: String(b) }),
    filename: () => 'audio.wav',
  });
  const chunks: Uint8Array[] = [];
  for await (const chunk of form.body()) chunks.push(chunk);
  const boundary = form.contentType.split('boundary=')[1]!;
  return Buffer.concat(chunks).toString().replaceAll(boundary, 'B');
}

const text = (name: string, value: string): string =>
  `--B\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const part = (filename: string, type: string): string =>
  `--B\r\ncontent-disposition: form-data; name="file"; filename="${filename}"\r\ncontent-type: ${type}\r\n\r\nbytes\r\n`;

describe('relayForm', () => {
  it('sends what is known first, the file, and the rest when the form has ended', async () => {
    const sent = await relay([field('a', 1), file('x.ogg'), { kind: 'end', values: { a: 1 } }]);
    expect(sent).toBe(
      `${text('a', '1')}${part('x.ogg', 'audio/ogg')}${text('b', 'default')}--B--\r\n`,
    );
    const late = await relay([
      file('x.ogg'),
      field('a', 2),
      { kind: 'end', values: { a: 2, b: 3 } },
    ]);
    expect(late).toBe(`${part('x.ogg', 'audio/ogg')}${text('a', '2')}${text('b', '3')}--B--\r\n`);
  });

  it('names files without a name and escapes what a header cannot hold', async () => {
    const end: FormItem = { kind: 'end', values: { a: 1, b: 1 } };
    expect(await relay([file(''), end])).toContain(part('audio.wav', 'audio/ogg'));
    expect(await relay([file('a"\r\nx: y.wav', 'text/x\r\nbad'), end])).toContain(
      part('a%22%0D%0Ax: y.wav', 'audio/wav'),
    );
  });

  it('fails with what is wrong in the form, before or behind the file', async () => {
    const wrong = new ApiError(422, 'no', 'does not fit');
    await expect(relay([field('a', 1)], wrong)).rejects.toBe(wrong);
    await expect(relay([file('x'), field('a', 1)], wrong)).rejects.toBe(wrong);
  });
});
