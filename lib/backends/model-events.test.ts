import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { modelEvents } from './model-events.ts';

it('reads progress and changes of state, however the bytes are cut', async () => {
  const text = [
    ': connected',
    '',
    'data: {"model":"a","event":"model_status","data":{"status":"loading","progress":{"stages":["text_model"],"current":"text_model","value":0.25}}}',
    '',
    'data: {"model":"a","event":"download_progress","data":{"https://x/é.gguf":{"done":30,"total":60},"y":{"done":0,"total":60}}}',
    '',
    'data: nonsense',
    'data: {"model":"a","event":"model_status","data":{"status":"loaded"}}',
    '',
    'data: {"model":"*","event":"models_reload"}',
    '',
  ].join('\n');
  const bytes = Buffer.from(text);
  for (const size of [1, 7, bytes.length]) {
    const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
      bytes.subarray(i * size, (i + 1) * size),
    );
    const seen = [];
    for await (const event of modelEvents(Readable.from(pieces, { objectMode: false })))
      seen.push(event);
    expect(seen).toEqual([
      { model: 'a', value: 0.25 },
      { model: 'a', value: 0.25 },
      { model: 'a', value: null },
      { model: '*', value: null },
    ]);
  }
});
