import type { IncomingMessage } from 'node:http';
import { Transform, type Readable } from 'node:stream';
import { z } from 'zod';
import { ApiError } from '../errors.ts';
import { bodyOf, contentLength, mediaType } from './body.ts';
import { readParts, type FilePart, type Part } from './multipart.ts';
import type { Form } from './route.ts';
import { invalid, invalidRows } from './validation.ts';

export interface FormField {
  readonly kind: 'field';
  readonly name: string;
  /** As it fits the schema. */
  readonly value: unknown;
}

export interface FormEnd {
  readonly kind: 'end';
  /** All fields, defaults filled in. */
  readonly values: Readonly<Record<string, unknown>>;
}

export type FormItem = FormField | FilePart | FormEnd;

export interface FormOptions {
  readonly rejects: 400 | 422;
  /** Bytes all files of the body may have together. */
  readonly maxFileBytes: number;
  readonly signal: AbortSignal;
}

/** What the fields of a form may add to its files: 100 of 64 KiB, and what is written around them. */
const FIELD_BYTES = 8 * 1024 * 1024;

/**
 * A multipart body checked part by part as it arrives, whatever the order of its fields. The last item holds all
 * fields. Unknown parts are skipped; an empty text field counts as missing.
 * @throws {ApiError} 415, 400 (malformed, too many files), 413, or the route's 422 naming the field.
 */
export async function* readForm(
  req: IncomingMessage,
  form: Form,
  options: FormOptions,
): AsyncGenerator<FormItem> {
  const type = mediaType(req);
  if (type !== 'multipart/form-data') {
    if (!type && contentLength(req) === 0) throw missingFile(form, new Map(), options)!;
    throw new ApiError(
      415,
      'unsupported_media_type',
      'the body must be sent as content-type: multipart/form-data',
    );
  }
  const given: Record<string, string> = {};
  const files = new Map<string, number>();
  const counter = { left: options.maxFileBytes };
  for await (const part of readParts(bodyOf(req), req.headers, {
    signal: options.signal,
    maxBytes: options.maxFileBytes + FIELD_BYTES,
  })) {
    const item =
      part.kind === 'field'
        ? takeField(part, form, given, options)
        : takeFile(part, form, files, options);
    if (item?.kind === 'file')
      yield { ...item, stream: counted(item.stream, counter, options.maxFileBytes) };
    else if (item) yield item;
  }
  const missing = missingFile(form, files, options);
  if (missing) throw missing;
  const checked = form.fields.safeParse(given);
  if (!checked.success) throw invalid(checked.error.issues, 'body', options.rejects, given);
  yield { kind: 'end', values: checked.data };
}

type Given = Record<string, string>;

function takeField(
  part: Part & { kind: 'field' },
  form: Form,
  given: Given,
  options: FormOptions,
): FormField | null {
  const { name, value } = part;
  if (Object.hasOwn(form.files, name)) {
    throw invalidRows(
      [
        {
          type: 'value_error',
          loc: ['body', name],
          msg: 'a file is expected: a part with a file name',
          input: value.slice(0, 200),
        },
      ],
      options.rejects,
    );
  }
  if (!Object.hasOwn(form.fields.shape, name) || value === '') return null;
  const schema = form.fields.shape[name]!;
  const checked = z.object({ [name]: schema }).safeParse({ [name]: value });
  if (!checked.success)
    throw invalid(checked.error.issues, 'body', options.rejects, { [name]: value });
  given[name] = value;
  return { kind: 'field', name, value: checked.data[name] };
}

function takeFile(
  part: FilePart,
  form: Form,
  files: Map<string, number>,
  options: FormOptions,
): FilePart | null {
  if (Object.hasOwn(form.fields.shape, part.name)) {
    throw invalidRows(
      [
        {
          type: 'string_type',
          loc: ['body', part.name],
          msg: 'a text is expected, a file was sent',
          input: null,
        },
      ],
      options.rejects,
    );
  }
  if (!Object.hasOwn(form.files, part.name)) return null;
  const allowed = form.files[part.name]!;
  const count = (files.get(part.name) ?? 0) + 1;
  files.set(part.name, count);
  if (count > allowed.max) {
    const msg = `at most ${allowed.max} file${allowed.max === 1 ? '' : 's'} may be sent`;
    throw invalidRows([{ type: 'too_long', loc: ['body', part.name], msg }], options.rejects);
  }
  return part;
}

function missingFile(
  form: Form,
  files: ReadonlyMap<string, number>,
  { rejects }: FormOptions,
): ApiError | null {
  const names = Object.keys(form.files).filter((name) => !files.has(name));
  if (names.length === 0) return null;
  return invalidRows(
    names.map((name) => ({
      type: 'missing',
      loc: ['body', name],
      msg: 'Field required',
      input: null,
    })),
    rejects,
  );
}

/** Fails the stream with a 413 as soon as the shared allowance is used up. */
function counted(stream: Readable, counter: { left: number }, limit: number): Readable {
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      counter.left -= chunk.length;
      if (counter.left < 0)
        done(new ApiError(413, 'file_too_large', `the upload is larger than ${limit} bytes`));
      else done(null, chunk);
    },
  });
  stream.once('error', (error) => meter.destroy(error));
  // A handler that has given up no longer listens; the form itself says what happened.
  meter.on('error', () => {});
  // Who has enough of a file must not hold up what comes behind it.
  meter.once('close', () => stream.resume());
  return stream.pipe(meter);
}
