import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePatterns } from './patterns.ts';
import { createRedactor } from './redact.ts';

const redact = createRedactor();

describe('createRedactor', () => {
  it.each([
    ['Authorization: Bearer abc.def', 'abc.def'],
    ['authorization: Basic dXNlcjpwYXNz', 'dXNlcjpwYXNz'],
    ['Authorization: raw-secret-value', 'raw-secret-value'],
    ['{"Authorization":"Bearer a1b2c3d4"}', 'a1b2c3d4'],
    ['{\\"authorization\\":\\"Bearer a1b2c3d4\\"}', 'a1b2c3d4'],
    ['got bearer abcdefgh12', 'abcdefgh12'],
    ["{'token': 'x1y2z3'}", 'x1y2z3'],
    ['{"api_key":"k-123"}', 'k-123'],
    ['{\\"api_key\\":\\"k-123\\"}', 'k-123'],
    ['{"secret":"with \\" quote inside"}', 'quote inside'],
    ['access_token=abc&x=1', 'abc'],
    ['GET /dashboard/login?access_token=abc HTTP/1.1', '=abc'],
    ['redis://:pw@host:6379/0', 'pw@'],
    ['https://user:pa55@host/x', 'pa55'],
    ['rediss://default:p-a.s%40s@host', 'p-a.s'],
    ['redis://:first@second9@host:6379', 'second9'],
    ['{"token":["a1b2c3d4"],"model":"m"}', 'a1b2c3d4'],
    ['{"secret":{"value":"a1b2c3d4"}}', 'a1b2c3d4'],
    ['secret := a1b2c3d4', 'a1b2c3d4'],
    ['?next=%2Fdashboard%2Flogin%3Faccess_token%3Da1b2c3d4', 'a1b2c3d4'],
    ['run --api-key a1b2c3d4 --port 8080', 'a1b2c3d4'],
    ['hf_abcdefghijklmnop', 'hf_abcdefghijklmnop'],
    ['key sk-proj-abcdefghijklmnop', 'abcdefghijklmnop'],
    ['ghp_abcdefghijklmnopqrst', 'ghp_abcdefghijklmnopqrst'],
    ['github_pat_11ABCDEFG0abcdefghij', '11ABCDEFG0abcdefghij'],
    ['AKIAABCDEFGHIJKLMNOP', 'AKIAABCDEFGHIJKLMNOP'],
    ['aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'bPxRfiCY'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', 'eyJhbGciOiJIUzI1NiJ9'],
    ['Cookie: a=1; session=deadbeef', 'deadbeef'],
    ['Cookie: a="q"; later=deadbeef', 'deadbeef'],
    ['Set-Cookie: synapse_dash_token=v1.abc.def; HttpOnly', 'v1.abc.def'],
    ['password="two words"', 'two words'],
    ["password='two words'", 'two words'],
    ['password=correct horse battery staple', 'staple'],
    ['passwd: hunter two, user=me', 'hunter'],
    ['client_secret: s3cr3t', 's3cr3t'],
    ['x-api-key: abc123', 'abc123'],
    [String.raw`{\"msg\":\"{\\\"token\\\":\\\"a1b2c3d4\\\"}\"}`, 'a1b2c3d4'],
    ['curl -u user:hunter2 https://host/', 'hunter2'],
    ["curl --user 'me:hun/ter2' https://host/", 'hun/ter2'],
    ['pass=hunter2', 'hunter2'],
    ['db_pass=hunter', '=hunter'],
    ['{"pass":"hunter"}', '"hunter'],
    ['https://x.blob.example/a?sv=1&sig=a1B2c3D4%2Fe5%3D&se=2', 'a1B2c3D4'],
    ['https://s3.example/a?X-Amz-Signature=0a1b2c3d4e5f&X-Amz-Date=2', '0a1b2c3d4e5f'],
    ['key SG.aBcDeFgHiJkLmNoPqRsTuV.wXyZ0123456789', 'wXyZ0123456789'],
    ['{"auth":"a1b2c3d4"}', 'a1b2c3d4'],
    ['"auths":{"r.example":{"auth":"dTpwYXNz"}}', 'dTpwYXNz'],
    ['https://user:pa/ss@host/x', 'pa/ss'],
    ['redis://:p@a/ss@host:6379/0', 'a/ss'],
    ['GET /dashboard/login/a1b2c3d4 404', 'a1b2c3d4'],
    ['AccountName=x;AccountKey=a1b2c3d4==;', 'a1b2c3d4'],
    ['xoxb-123456789012-abcdefghij', 'abcdefghij'],
    ['AIzaSyA-abcdefghijklmnop', 'abcdefghijklmnop'],
    ['glpat-abcdefghij1234567890', 'abcdefghij'],
    ['npm_abcdefghijklmnop', 'abcdefghijklmnop'],
    ['gsk_abcdefghijklmnop', 'abcdefghijklmnop'],
    ['nvapi-abcdefghijklmnop', 'abcdefghijklmnop'],
    ['xai-abcdefghijklmnop', 'abcdefghijklmnop'],
    ['pplx-abcdefghijklmnop', 'abcdefghijklmnop'],
    ['r8_abcdefghijklmnop', 'abcdefghijklmnop'],
    ['SECRET_KEY=a1b2c3d4', 'a1b2c3d4'],
    ['{"secretKey":"a1b2c3d4"}', 'a1b2c3d4'],
    ['passcode: a1b2c3d4', 'a1b2c3d4'],
    ['https://hooks.slack.com/services/T0/B0/a1b2c3d4', 'a1b2c3d4'],
    ['https://discord.com/api/webhooks/1234/a1b2c3d4', 'a1b2c3d4'],
    ['https://api.telegram.org/bot12345678:a1b2c3d4e5f6g7h8i9j0k/x', 'e5f6g7h8'],
    [String.raw`{"key":"-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----"}`, 'MIIB'],
    ['{"set-cookie":["a=deadbeef; Path=/"]}', 'deadbeef'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----', 'MIIB'],
  ])('masks %s', (line, secret) => {
    expect(redact(line)).not.toContain(secret);
    expect(redact(line)).toContain('[REDACTED]');
  });

  it.each([
    'GET /voices 200',
    'the secret of success',
    'the secret: of all things',
    'tokens per second: 12.5 in 3 s',
    'Unexpected token: at position 4',
    'password: must be at least eight characters',
    'max_tokens: 100 words',
    'basic auth is not used; bearer tokens are',
    'http://host/path?x=1',
    'key takeaways: none',
    'a keyboard, a monkey: both fine',
    'prompt_tokens=12 completion_tokens=34',
    'authors=Ada,Grace tokens: 42',
    'pass=true passed=3 bypass: the cache',
    'second pass: cleaning up',
    'auth=none auth: required "auth":"basic"',
    'the author: Ada; design: flat; signal=SIGTERM sig=TERM',
    'docker run --user 1000:1000 -u 0:0 image',
    'pull http://registry:5000/image@sha256:0123',
    'http://localhost:8080/users/me@example.com',
    'date -u +%H:%M',
    '"auth":{"enabled":true}',
    'GET /dashboard/login 303',
  ])('leaves %s alone', (line) => {
    expect(redact(line)).toBe(line);
  });

  it('keeps what stands around a secret', () => {
    expect(redact('user=me password=correct horse battery, role=admin')).toBe(
      'user=me password=[REDACTED], role=admin',
    );
    expect(redact('token=abc123 path=/x')).toBe('token=[REDACTED] path=/x');
    expect(redact('{"token":"abc","model":"m"}')).toBe('{"token":"[REDACTED]","model":"m"}');
  });
});

const secret = fc.stringMatching(/^[A-Za-z0-9]{6}[0-9][A-Za-z0-9_]{9,24}$/);
const around = fc.constantFrom(
  '',
  'calling the backend ',
  'failed: ',
  '{"a":1} ',
  'x=1 ',
  '(',
  '… ',
);
const context = fc.constantFrom<(text: string) => string>(
  (text) => `Authorization: Bearer ${text}`,
  (text) => `authorization=Basic ${text}`,
  (text) => `{"password": "${text} and more"}`,
  (text) => `{'api-key': '${text}'}`,
  (text) => `client_secret=${text}`,
  (text) => `access_token: ${text}`,
  (text) => `Cookie: first=1; second=${text}; third="${text}"`,
  (text) => `redis://user:${text}@host:6379/0`,
  (text) => `hf_${text}`,
  (text) => `sk-${text}`,
  (text) => `ghp_${text}`,
  (text) => `/dashboard/login?next=/&access_token=${text}#x`,
  (text) => JSON.stringify({ inner: JSON.stringify({ token: text }) }),
  (text) => JSON.stringify([JSON.stringify({ a: JSON.stringify({ password: text, b: '"' }) })]),
  (text) => `curl -u me:${text} http://host`,
  (text) => `{"auth":"${text}"}`,
  (text) => `http://me:a/${text}@host/`,
  (text) => `?X-Amz-Signature=${text}&x=1`,
);

describe('whatever stands around it', () => {
  it('a secret never gets through, and a second pass changes nothing', () => {
    fc.assert(
      fc.property(around, context, secret, around, (before, put, text, after) => {
        const clean = redact(before + put(text) + after);
        expect(clean).not.toContain(text);
        expect(redact(clean)).toBe(clean);
      }),
      { numRuns: 2000 },
    );
  });

  it('long lines of any kind take no time to speak of', () => {
    const pieces = [
      'token',
      '=',
      ':',
      ' ',
      '"',
      "'",
      '\\',
      'a',
      'cookie',
      '://',
      '@',
      'password ',
      'eyJ',
      '.',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 30 }), (unit) => {
        const line = unit.join('').repeat(400).slice(0, 8000);
        const started = performance.now();
        redact(line);
        expect(performance.now() - started).toBeLessThan(500);
      }),
      { numRuns: 200 },
    );
  });
});

describe('patterns of the operator', () => {
  it('mask what they find, with flags at their beginning', () => {
    const mine = createRedactor(parsePatterns('foo\\d+ || bar || (?i)case'));
    expect(mine('foo1 bar CASE baz')).toBe('[REDACTED] [REDACTED] [REDACTED] baz');
  });

  it.each(['(', '(?=x)y', '(a)\\1', '(a+)+$', '(x+x+)+y', '(?i)([a-z]+)*z'])(
    'refuse %s by its text',
    (pattern) => {
      expect(() => parsePatterns(`ok || ${pattern}`)).toThrow(`"${pattern}"`);
    },
  );

  it('run in linear time, also where a repetition could be read in two ways', () => {
    const mine = createRedactor(parsePatterns('(a|a)*$'));
    const started = performance.now();
    mine(`${'a'.repeat(5000)}b`);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
