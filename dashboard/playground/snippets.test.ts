import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { snippet } from './snippets.ts';

const speak = {
  path: '/tts/stream',
  json: { text: "it's", voice_id: null, split_sentences: true },
  output: 'speech.wav',
  streamed: true,
} as const;
const hear = {
  path: '/stt/transcribe',
  form: { language: 'en', file: '@my talk.wav' },
} as const;
const origin = 'http://localhost:8080';

test('curl quotes what a shell would take apart', () => {
  expect(snippet(speak, 'curl', origin)).toBe(
    [
      `curl -N 'http://localhost:8080/tts/stream'`,
      `  -H 'content-type: application/json'`,
      `  -d '{"text":"it'\\''s","voice_id":null,"split_sentences":true}'`,
      `  -o 'speech.wav'`,
    ].join(' \\\n'),
  );
  expect(snippet(hear, 'curl', origin)).toContain(`-F 'file=@my talk.wav'`);
});

test.each([
  ['JSON', speak],
  ['a form', hear],
  ['nothing', { method: 'GET', path: '/voices' }],
] as const)('Node and Python with %s are programs', (_, sample) => {
  const check = {
    input: snippet(sample, 'Node', origin),
    stdio: ['pipe', 'pipe', 'pipe'] as const,
  };
  execFileSync(process.execPath, ['--input-type=module', '--check'], {
    ...check,
    stdio: [...check.stdio],
  });
  const python = snippet(sample, 'Python', origin);
  execFileSync('python3', ['-c', 'import ast, sys; ast.parse(sys.stdin.read())'], {
    input: python,
  });
  expect(python).not.toMatch(/\b(?:true|false|null)\b/);
});
