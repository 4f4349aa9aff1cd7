import type { BackendAnswer } from './client.ts';
import type { CallContext, Upload } from './post-form.ts';

type Values = Readonly<Record<string, unknown>>;
type Fields = (values: Values) => Readonly<Record<string, string | readonly string[]>>;

/** The text fields a backend gets for each operation, from the client's. */
export interface SttFields {
  readonly transcribe: Fields;
  readonly detectLanguage: Fields;
  readonly stream: Fields;
}

/** Speech to text, whatever the protocol behind it. Uploads hold `file` and the fields. */
export interface SttBackend {
  readonly fields: SttFields;
  /** `values`: the client's fields, all known when the upload has been sent. */
  readonly transcribe: (
    upload: Upload,
    context: CallContext,
    values: () => Values,
  ) => Promise<string>;
  readonly detectLanguage: (upload: Upload, context: CallContext) => Promise<string>;
  /** Server-sent events: `segment` for each segment, `done` at the end. */
  readonly stream: (upload: Upload, context: CallContext) => Promise<BackendAnswer>;
}
