/** An answer of the router as it goes over the wire: the words and codes are llama.cpp's own, clients compare them. */
export interface RouterAnswer {
  readonly status: number;
  readonly body:
    | { readonly success: true }
    | {
        readonly error: { readonly code: number; readonly message: string; readonly type: string };
      };
}

export const SUCCESS: RouterAnswer = { status: 200, body: { success: true } };

const TYPES = {
  400: 'invalid_request_error',
  404: 'not_found_error',
  500: 'server_error',
  503: 'unavailable_error',
} as const;

export const refusal = (code: keyof typeof TYPES, message: string): RouterAnswer => ({
  status: code,
  body: { error: { code, message, type: TYPES[code] } },
});
