import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { ConfigError, loadBackends, type BackendsConfig } from './backends.ts';

const directory = mkdtempSync(join(tmpdir(), 'synapse-config-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function parse(yaml: string, env: NodeJS.ProcessEnv = {}): BackendsConfig {
  const file = join(directory, 'backends.yaml');
  writeFileSync(file, yaml);
  return loadBackends(file, env);
}

describe('loadBackends', () => {
  it('takes the files of the project', () => {
    const cluster = loadBackends('config/backends.yaml', {});
    expect([...cluster.backends.keys()]).toEqual([
      'llama-embed',
      'llama-router',
      'chatterbox-tts',
      'whisper-stt',
      'pyannote-speaker',
      'deepfilter-audio',
    ]);
    expect(cluster.backends.get('chatterbox-tts')).toMatchObject({
      health: '/api/ui/initial-data',
      timeouts: { connectSeconds: 5, headersSeconds: 120, idleSeconds: 120 },
    });
    expect(cluster.backends.get('llama-router')!.timeouts.headersSeconds).toBe(300);
    expect(cluster.routes.get('/tts/stream')).toBe('chatterbox-tts');
    const embedded = loadBackends('config/embedded.yaml', { SYNAPSE_EMBEDDED_URL: 'http://e:1' });
    expect(embedded.backends.get('llama-router')!.urls).toEqual(['http://e:1/llama-router']);
    const demo = loadBackends('config/demo.yaml', { SYNAPSE_EMBEDDED_URL: 'http://e:1' });
    expect([...demo.backends.keys()]).toEqual([...embedded.backends.keys()]);
    const llama = loadBackends('config/embedded.yaml', {
      SYNAPSE_EMBEDDED_URL: 'http://e:1',
      SYNAPSE_LLAMA_URL: 'http://l:2/',
    });
    expect(llama.backends.get('llama-router')!.urls).toEqual(['http://l:2']);
  });

  it('reads limits, headers and a key from a variable', () => {
    const { backends } = parse(
      'backends: {a: {url: "http://x/", timeouts: {idle: 3}, headers: {X-A: b}, api_key_env: KEY, connections: 2}}',
      { KEY: 'k' },
    );
    expect(backends.get('a')).toMatchObject({
      urls: ['http://x'],
      type: 'openai-compatible',
      timeouts: { connectSeconds: 5, headersSeconds: 60, idleSeconds: 3 },
      headers: { 'x-a': 'b', authorization: 'Bearer k' },
      connections: 2,
    });
  });

  it('routes by the longest pattern', () => {
    const { routes } = parse(
      'backends: {a: {url: "http://a"}, b: {url: "http://b"}}\nroutes: {"/tts/*": a, /tts/stream: b, "/models/{model_id}/schema": b}',
    );
    expect(Object.fromEntries(routes)).toMatchObject({
      '/tts/synthesize': 'a',
      '/tts/stream': 'b',
      '/models/{model_id+}/schema': 'b',
    });
  });

  it.each([
    ['backends: {a: {url: "ftp://x"}}', /backends\.a\.url \("ftp:\/\/x"\): an http/],
    ['backends: {a: {url: "http://u:pw@x", typo: 1}}', /Unrecognized key: "typo"/],
    ['backends: {a: {}}', /backends\.a: exactly one of url and urls/],
    ['backends: {a: {url: "http://x", urls: ["http://y"]}}', /exactly one/],
    ['backends: {a: {url: "http://x", timeouts: {idle: -1}}}', /timeouts\.idle \(-1\)/],
    ['backends: {a: {url: "http://x", type: fasterwhisper}}', /a\.type \("fasterwhisper"\)/],
    ['backends: {a: {url: "http://x", options: {runtim: fixed}}}', /options.*"runtim"/],
    [
      'backends: {a: {url: "http://x", options: {runtime: fixxed}}}',
      /options\.runtime \("fixxed"\)/,
    ],
    ['backends: {a: {url: "http://x", headers: {a: "b\\nc"}}}', /headers\.a: a text that fits/],
    [
      'backends: {a: {url: "http://x", api_key_env: NONE}}',
      /backends\.a: api_key_env: the variable NONE is not set/,
    ],
    ['backends: {a: {url: "${NONE}/x"}}', /backends\.a\.url: the variable NONE is not set/],
    [
      'backends: {a: {url: "http://x"}}\nroutes: {/tts/*: b}',
      /routes\.\/tts\/\*: the backend "b" is not configured/,
    ],
    ['backends: {a: {url: "http://x"}}\nroutes: {/nothing: a}', /no endpoint has this path/],
    ['backends: [', /cannot be read/],
    ['', /the document|backends/],
  ])('refuses %s', (yaml, words) => {
    expect(() => parse(yaml)).toThrow(ConfigError);
    expect(() => parse(yaml)).toThrow(words);
    expect(() => parse(yaml)).toThrow(/backends\.yaml/);
  });

  it('names a missing file and never shows a credential', () => {
    expect(() => loadBackends('/nowhere/b.yaml', {})).toThrow(
      /\/nowhere\/b\.yaml.*does not exist.*SYNAPSE_GATEWAY_CONFIG_PATH/,
    );
    for (const url of ['ftp://user:secret@x', 'ftp://user:secret/s@x', 'ftp://x?key=secret'])
      expect(() => parse(`backends: {a: {url: "${url}"}}`)).toThrow(/^(?!.*secret)/);
    const key = (value: string): unknown =>
      parse('backends: {a: {url: "http://x", api_key_env: KEY}}', { KEY: value });
    expect(key('k\n')).toMatchObject({});
    expect(() => key('secret\nsecret')).toThrow(/^(?!.*secret).*KEY cannot be sent/);
  });
});

it('answers any document with a configuration or a ConfigError', () => {
  const entry = fc.dictionary(
    fc.constantFrom('url', 'urls', 'type', 'health', 'timeouts', 'headers', 'connections', 'typo'),
    fc.jsonValue(),
  );
  const document = fc.oneof(
    fc.jsonValue(),
    fc.record({
      backends: fc.dictionary(
        fc.constantFrom('a', 'B!', 'llama-embed'),
        fc.oneof(entry, fc.jsonValue()),
      ),
      routes: fc.jsonValue(),
    }),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        document.map((value) => JSON.stringify(value)),
        fc.string(),
      ),
      (yaml) => {
        try {
          parse(yaml);
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigError);
        }
      },
    ),
  );
});
