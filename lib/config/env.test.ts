import { describe, expect, it } from 'vitest';
import { readEnv } from './env.ts';

describe('readEnv', () => {
  it('has defaults for everything', () => {
    expect(readEnv({})).toMatchObject({
      MAX_AUDIO_BYTES: 2 ** 30,
      LOG_LEVEL: 'info',
      HTTP_STACK: 'adopted',
      CORS_ORIGINS: [],
      modelProfilesPath: '/data/voices/model-profiles.json',
    });
  });

  it('reads sizes, levels and lists; names in any case; empty means unset', () => {
    const env = readEnv({
      synapse_max_audio_bytes: '2 MiB',
      SYNAPSE_LOG_LEVEL: 'warning',
      SYNAPSE_CORS_ORIGINS: 'http://a, http://b',
      SYNAPSE_MAX_JSON_BYTES: '',
    });
    expect(env).toMatchObject({
      MAX_AUDIO_BYTES: 2 * 2 ** 20,
      LOG_LEVEL: 'warn',
      CORS_ORIGINS: ['http://a', 'http://b'],
      MAX_JSON_BYTES: 32 * 2 ** 20,
    });
    expect(readEnv({ SYNAPSE_LOG_LEVEL: 'loud' }).LOG_LEVEL).toBe('info');
  });

  it('takes a switch for what it says, and none that says nothing', () => {
    const secure = (value: string): boolean =>
      readEnv({ SYNAPSE_DASHBOARD_COOKIE_SECURE: value }).DASHBOARD_COOKIE_SECURE;
    expect(['1', 'true', ' Yes ', 'on'].map(secure)).toEqual([true, true, true, true]);
    expect(['', ' ', '0', 'FALSE', 'no', 'off'].map(secure)).toEqual(Array(6).fill(false));
    expect(() => secure('maybe')).toThrow(
      /SYNAPSE_DASHBOARD_COOKIE_SECURE.*neither true nor false/,
    );
  });

  it('names every variable that does not fit', () => {
    expect(() => readEnv({ SYNAPSE_MAX_AUDIO_BYTES: 'big', SYNAPSE_HTTP_STACK: 'x' })).toThrow(
      /SYNAPSE_HTTP_STACK.*\n.*SYNAPSE_MAX_AUDIO_BYTES/,
    );
  });
});
