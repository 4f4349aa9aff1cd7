import type { z } from 'zod';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What a multipart route takes: text fields by schema, and its file parts by name. */
export interface Form {
  readonly fields: z.ZodObject;
  readonly files: Readonly<Record<string, { readonly max: number }>>;
}

/**
 * One public endpoint, as data: what is served, never how. `path` holds `{name}` for one segment and `{name+}` for
 * one or more (model ids contain `/`). `rejects` is the status of a body that does not fit: 422 with rows, or 400.
 */
export interface Route {
  readonly method: Method;
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  readonly tag: string;
  /** Name of the default backend in the backends file. */
  readonly backend?: string;
  readonly rejects?: 400 | 422;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** The body may be left out. */
  readonly optionalBody?: boolean;
  readonly form?: Form;
  readonly replies: 'json' | 'audio' | 'sse' | 'html' | 'text';
  readonly status?: number;
  readonly response?: z.ZodType;
  /** Answers events instead when the body asks for them with `stream`. */
  readonly streams?: boolean;
  /** Heeds `range` and conditions on the entity tag: 206, 304 and 416 beside the 200. */
  readonly ranges?: boolean;
  /** May answer 202 with the same body: it is being done elsewhere. */
  readonly mayAccept?: boolean;
  /** Headers of a success beside those every answer carries, each with what it says. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Statuses of failures that nothing else here tells of, each with its reason. */
  readonly failures?: Readonly<Record<number, string>>;
  /** Longest expected answer in seconds, streams included; the manifests' timeouts are checked against it. */
  readonly seconds: number;
  /** Only for those who have logged in: others are sent to the login page, or get a 401. */
  readonly access?: 'page' | 'data';
  /** The body may also be sent by an HTML form. */
  readonly formBody?: boolean;
  /** Asked for often by machines: a success is logged at DEBUG and not counted, nor is what pages of ours ask. */
  readonly quiet?: boolean;
  /** Left out of OpenAPI and the README table. */
  readonly hidden?: boolean;
}

/** The routes of one function, by the name of their handler. */
export type Slice = Readonly<Record<string, Route>>;

/** Keeps the literal types of a slice, so that handlers are checked against it. */
export const defineRoutes = <const S extends Slice>(slice: S): S => slice;
