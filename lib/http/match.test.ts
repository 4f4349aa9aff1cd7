import { describe, expect, it } from 'vitest';
import { table } from '../routes/table.ts';
import { createMatcher } from './match.ts';

const match = createMatcher(table.llm);
const voices = createMatcher(table.voices);

describe('createMatcher', () => {
  it.each([
    ['GET', '/models', 'models', {}],
    ['HEAD', '/models', 'models', {}],
    ['GET', '/models/', 'models', {}],
    ['POST', '/models/load', 'modelsLoad', {}],
    ['GET', '/models/a/profile', 'modelsProfile', { model_id: 'a' }],
    ['PUT', '/models/unsloth/Qwen3/profile', 'modelsProfileUpdate', { model_id: 'unsloth/Qwen3' }],
    ['GET', '/models/unsloth%2FQwen3/schema', 'modelsSchema', { model_id: 'unsloth/Qwen3' }],
    ['POST', '/models/a/b/profile/apply', 'modelsProfileApply', { model_id: 'a/b' }],
  ])('%s %s is %s', (method, path, name, params) => {
    expect(match(method, path)).toMatchObject({ name, params });
  });

  it('decodes one path segment and keeps an encoded slash inside it', () => {
    expect(voices('GET', '/voices/a%2Fb')).toMatchObject({
      name: 'get',
      params: { voice_id: 'a/b' },
    });
  });

  it.each(['/modelsx', '/models/a', '/models//schema', '/models/%zz/schema', '/nothing'])(
    '%s is nothing of ours',
    (path) => {
      expect(match('GET', path)).toEqual({ allowed: [] });
    },
  );

  it('names what a known path allows', () => {
    expect(match('DELETE', '/models/a/profile')).toEqual({ allowed: ['GET', 'HEAD', 'PUT'] });
  });

  it('has no two routes of one method for the same literal path', () => {
    const seen = Object.values(table).flatMap((slice) =>
      Object.values(slice).map((route) => `${route.method} ${route.path}`),
    );
    expect(new Set(seen).size).toBe(seen.length);
  });
});
