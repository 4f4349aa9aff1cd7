import { createHash } from 'node:crypto';
import type { Headers } from '../../lib/http/reply.ts';

const common = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'microphone=(self), camera=(), geolocation=(), payment=(), usb=()',
} as const;

/** Everything from here and nothing else: no script or style in the page, nothing evaluated, no frame around it. */
export const APP_HEADERS: Headers = {
  ...common,
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self' blob:",
    "media-src 'self' blob:",
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; '),
  'cache-control': 'no-cache',
};

/** For a page on which nothing runs, with one style of its own. */
export const plainHeaders = (style: string): Headers => ({
  ...common,
  'content-security-policy': [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; '),
  'cache-control': 'no-store',
});

/**
 * A page with a form: without an origin of its own the browser would send `Origin: null` with it, and be refused. The
 * path and the query are not told to anybody all the same.
 */
export const withForm = (headers: Headers): Headers => ({
  ...headers,
  'referrer-policy': 'strict-origin',
});
