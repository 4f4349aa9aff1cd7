import { bytes, type Headers, type Reply } from '../../lib/http/reply.ts';
import { plainHeaders, withForm } from './security-headers.ts';

const STYLE = `
:root { color-scheme: light dark; --ink: #1c2024; --soft: #60646c; --line: #d9dce1; --paper: #fcfcfd; --tint: #0b68cb; }
@media (prefers-color-scheme: dark) { :root { --ink: #edeef0; --soft: #b0b4ba; --line: #363a3f; --paper: #111113; --tint: #70b8ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 2rem 1.25rem 4rem; color: var(--ink); background: var(--paper);
  font: 1rem/1.55 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; } h2 { font-size: 1.1rem; margin: 2.25rem 0 .5rem; }
p { color: var(--soft); margin: .25rem 0 1rem; } a { color: var(--tint); }
code { font: .875rem/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .45rem .75rem .45rem 0; vertical-align: top; }
th { color: var(--soft); font-weight: 500; } tr { border-bottom: 1px solid var(--line); }
label { display: block; margin: 1.5rem 0 .35rem; } input, button { font: inherit; padding: .5rem .75rem; border-radius: .4rem; border: 1px solid var(--soft); }
input { width: min(24rem, 100%); color: inherit; background: transparent; } button { color: var(--paper); background: var(--tint); border-color: var(--tint); cursor: pointer; }
.fault { color: inherit; border-left: 3px solid var(--tint); padding-left: .75rem; } pre { overflow-x: auto; padding: .75rem 1rem; border: 1px solid var(--line); border-radius: .4rem; }
`;

const HEADERS = plainHeaders(STYLE);

export interface PageInit {
  readonly status?: number;
  /** Has a form that is sent to us. */
  readonly form?: boolean;
  readonly headers?: Headers;
}

/**
 * A plain page, on which nothing runs and nothing is loaded. `body` is HTML; whatever comes from outside must have gone
 * through `escapeHtml`.
 */
export const page = (title: string, body: string, init: PageInit = {}): Reply<never> =>
  bytes(
    `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">` +
      `<title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body>${body}</body></html>\n`,
    'text/html; charset=utf-8',
    {
      ...(init.status !== undefined && { status: init.status }),
      headers: { ...(init.form ? withForm(HEADERS) : HEADERS), ...init.headers },
    },
  );

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (char) => ENTITIES[char]!);
