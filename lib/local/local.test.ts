import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { table } from '../routes/table.ts';
import { accessToken, environmentOf } from './access-token.ts';
import { banner } from './banner.ts';
import { functionEnvironment, readSettings, withOwnPort } from './environment.ts';
import { pathMap } from './ingress.ts';
import { missingTools } from './tools.ts';

describe('pathMap', () => {
  const functionOf = pathMap(table);

  it('leads every path of the table to its function', () => {
    for (const [name, slice] of Object.entries(table)) {
      for (const { path } of Object.values(slice))
        expect(functionOf(path.replace(/\{[^}]+\}/g, 'a')), path).toBe(name);
    }
  });

  it.each(['/modelsx', '/nothing', '/voicesx/1', '/healthz', '/v1/other'])(
    '%s is nobody’s',
    (path) => {
      expect(functionOf(path)).toBeUndefined();
    },
  );

  it('forgives a trailing slash', () => {
    expect(functionOf('/health/')).toBe('health');
  });
});

describe('settings', () => {
  it('have defaults, and name what does not fit', () => {
    expect(readSettings({}, '/r')).toMatchObject({
      port: 8080,
      dataDirectory: '/r/.synapse',
      idleSeconds: 300,
    });
    expect(() => readSettings({ PORT: 'x' }, '/r')).toThrow(/PORT: "x"/);
  });

  it('make the environment of the functions, the user’s own on top', () => {
    const data = mkdtempSync(join(tmpdir(), 'synapse-local-'));
    const settings = readSettings({ SYNAPSE_DATA_DIR: data }, '/r');
    const env = functionEnvironment(
      { PORT: '1', SYNAPSE_GATEWAY_CONFIG_PATH: '/mine.yaml' },
      settings,
      'http://e',
      '/r',
    );
    expect(env).toMatchObject({
      SYNAPSE_GATEWAY_CONFIG_PATH: '/mine.yaml',
      SYNAPSE_EMBEDDED_URL: 'http://e',
      SYNAPSE_VOICE_LIBRARY_DIR: `${data}/voices`,
    });
    expect(env['PORT']).toBeUndefined();
    expect(readdirSync(data).sort()).toEqual(['state', 'tmp', 'voices']);
    expect(env['TMPDIR']).toBe(`${data}/tmp/${process.pid}`);
    rmSync(data, { recursive: true });
  });
});

it('names missing tools with the command that installs them', () => {
  expect(missingTools('/nowhere', 'linux').join('\n')).toMatch(
    /speech-to-text.*apt-get install pocketsphinx\n.*apt-get install ffmpeg/,
  );
  expect(missingTools('/nowhere', 'darwin')[0]).toContain('brew install cmu-pocketsphinx');
});

it('greets with the url, a line per domain, and ready', () => {
  const text = banner({
    url: 'http://localhost:1',
    login: '?access_token=t',
    config: 'c',
    data: 'd',
    missing: ['x is missing'],
  });
  for (const path of [
    '/v1/chat/completions',
    '/v1/embeddings',
    '/tts/',
    '/stt/',
    '/speakers/',
    '/audio/',
    '/voices',
    '/health',
    '/dashboard/login?access_token=t',
  ])
    expect(text).toContain(path);
  expect(text.trimEnd().split('\n').at(-1)).toMatch(/ready/);
});

describe('the access token', () => {
  it('is made once, for its owner only, and for the dashboard only', () => {
    const data = mkdtempSync(join(tmpdir(), 'synapse-token-'));
    onTestFinished(() => rmSync(data, { recursive: true }));
    const made = accessToken({}, data);
    expect(made.made).toBe(true);
    expect(made.token).toMatch(/^[\w-]{32}$/);
    expect(statSync(join(data, 'dashboard-token')).mode & 0o777).toBe(0o600);
    expect(accessToken({}, data)).toEqual(made);
    const env = { synapse_dashboard_access_token: 'mine', A: 'b' };
    expect(accessToken(env, data)).toEqual({ token: 'mine', made: false });
    expect(environmentOf('llm', env, made)).toEqual({ A: 'b' });
    expect(environmentOf('dashboard', env, made)).toEqual({
      A: 'b',
      SYNAPSE_DASHBOARD_ACCESS_TOKEN: made.token,
    });
  });
});

it('gives each function a port of its own for its numbers, when there is one', () => {
  expect(withOwnPort({ A: 'b' }, 3)).toEqual({ A: 'b' });
  expect(withOwnPort({ SYNAPSE_METRICS_PORT: '9464' }, 3)).toEqual({
    SYNAPSE_METRICS_PORT: '9467',
  });
});
