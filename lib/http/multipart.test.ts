import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiError, clientGone } from '../errors.ts';
import { readParts } from './multipart.ts';

const never = new AbortController().signal;
const headers = { 'content-type': 'multipart/form-data; boundary=XYZ' };

interface Given {
  readonly name: string;
  readonly filename: string | null;
  readonly bytes: Uint8Array;
}

const part = fc.record({
  name: fc.stringMatching(/^[a-z_]{1,12}$/),
  filename: fc.option(fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 ._äé-]{0,20}$/)),
  bytes: fc.uint8Array({ maxLength: 3000 }),
});

function encode(parts: readonly Given[]): Buffer {
  const encoded = parts.map(({ name, filename, bytes }) => {
    const file = filename === null ? '' : `; filename="${filename}"`;
    return Buffer.concat([
      Buffer.from(`--XYZ\r\ncontent-disposition: form-data; name="${name}"${file}\r\n\r\n`),
      bytes,
      Buffer.from('\r\n'),
    ]);
  });
  return Buffer.concat([...encoded, Buffer.from('--XYZ--\r\n')]);
}

function chunks(bytes: Buffer, cuts: readonly number[]): Readable {
  const at = [
    0,
    ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b),
    bytes.length,
  ];
  return Readable.from(
    at.slice(1).map((end, i) => bytes.subarray(at[i], end)),
    { objectMode: false },
  );
}

async function read(
  source: Readable,
  given: Record<string, string> = headers,
): Promise<(readonly [string, string | null, Buffer])[]> {
  const seen: (readonly [string, string | null, Buffer])[] = [];
  for await (const item of readParts(source, given, { signal: never, maxBytes: Infinity })) {
    if (item.kind === 'field') seen.push([item.name, null, Buffer.from(item.value)]);
    else seen.push([item.name, item.filename, Buffer.concat(await item.stream.toArray())]);
  }
  return seen;
}

describe('readParts', () => {
  it('reads what was sent, in order, however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { maxLength: 5 }),
        fc.array(fc.nat(20_000), { maxLength: 12 }),
        async (parts, cuts) => {
          // A boundary inside the bytes would be one; a text field is decoded as UTF-8.
          const clean = parts.map((one) =>
            one.filename === null
              ? { ...one, bytes: Buffer.from(Buffer.from(one.bytes).toString('hex')) }
              : one,
          );
          fc.pre(clean.every(({ bytes }) => !Buffer.from(bytes).includes('--XYZ')));
          const seen = await read(chunks(encode(clean), cuts));
          expect(seen.map(([name, filename]) => [name, filename])).toEqual(
            clean.map(({ name, filename }) => [name, filename]),
          );
          for (const [i, [, , bytes]] of seen.entries())
            expect(bytes.equals(Buffer.from(clean[i]!.bytes))).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('answers a body cut anywhere, and any garbage, with a 400 or what was whole', async () => {
    const whole = encode([
      { name: 'a', filename: null, bytes: Buffer.from('1') },
      { name: 'file', filename: 'x.wav', bytes: new Uint8Array(500) },
    ]);
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.nat(whole.length - 8).map((end) => whole.subarray(0, end)),
          fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
        ),
        async (bytes) => {
          try {
            await read(chunks(bytes, []));
          } catch (error) {
            expect(error).toBeInstanceOf(ApiError);
            expect((error as ApiError).status).toBe(400);
          }
        },
      ),
    );
    await expect(
      read(chunks(whole, []), { 'content-type': 'multipart/form-data' }),
    ).rejects.toMatchObject({ status: 400 });
  });

  it('bounds the number and the size of fields', async () => {
    const many = Array.from({ length: 150 }, (_, i) => ({
      name: `f${i}`,
      filename: null,
      bytes: Buffer.from('x'),
    }));
    await expect(read(chunks(encode(many), []))).rejects.toMatchObject({ status: 400 });
    await expect(
      read(chunks(encode([{ name: 'big', filename: null, bytes: Buffer.alloc(70_000, 'x') }]), [])),
    ).rejects.toMatchObject({ status: 400 });
  });

  it('fails the reader of a file behind which, or in front of which, the form is malformed', async () => {
    const file = `--XYZ\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n${'x'.repeat(190_000)}\r\n`;
    const broken = '--XYZ\r\nbad header\r\n\r\nx\r\n';
    for (const text of [broken + file, file + broken]) {
      const source = Readable.from([Buffer.from(`${text}--XYZ--\r\n`)], { objectMode: false });
      await expect(read(source)).rejects.toMatchObject({ status: 400 });
    }
  });

  it('counts what nobody wants', async () => {
    const source = chunks(encode([{ name: 'x', filename: 'y', bytes: Buffer.alloc(5000) }]), []);
    const parts = readParts(source, headers, { signal: never, maxBytes: 4000 });
    const all = async (): Promise<void> => {
      for await (const _ of parts);
    };
    await expect(all()).rejects.toMatchObject({ status: 413 });
  });

  it('ends with the reason of its signal', async () => {
    const leaving = new AbortController();
    const endless = new Readable({ read() {} });
    endless.push('--XYZ\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\nxxx');
    const parts = readParts(endless, headers, {
      signal: leaving.signal,
      maxBytes: Infinity,
    });
    const first = await parts.next();
    expect(first.value).toMatchObject({ kind: 'file' });
    leaving.abort(clientGone('test'));
    await expect(parts.next()).rejects.toMatchObject({ status: 499 });
  });
});
