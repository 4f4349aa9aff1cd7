import { describe, expect, it } from 'vitest';
import { expectError, postForm, speech } from './client.ts';

const TEXT =
  'The old house at the end of the street has a red door and four small windows. Nobody has lived there for many years now.';
const OTHER =
  'My brother wants to travel around the world with a boat. He has been saving his money since he was a little child.';

describe('POST /speakers/verify', () => {
  it('scores one voice against itself', async () => {
    const answer = await postForm(
      '/speakers/verify',
      ['file1', await speech(TEXT), 'a.wav'],
      ['file2', await speech(OTHER), 'b.wav'],
    );
    expect(answer.status).toBe(200);
    const result = (await answer.json()) as {
      is_same_speaker: boolean;
      similarity_score: number;
      threshold: number;
    };
    expect(result.threshold).toBe(0.5);
    expect(result.is_same_speaker).toBe(result.similarity_score >= 0.5);
    expect(result.is_same_speaker).toBe(true);
  });

  it('needs both files', async () => {
    const answer = await postForm('/speakers/verify', ['file1', await speech(TEXT), 'a.wav']);
    expect((await expectError(answer, 422)).detail).toMatchObject([
      { loc: ['body', 'file2'], type: 'missing' },
    ]);
  });
});

describe('POST /speakers/diarize', () => {
  it('tells who speaks when', async () => {
    const answer = await postForm('/speakers/diarize', [
      'file',
      await speech(`${TEXT} ${OTHER}`),
      'a.wav',
    ]);
    expect(answer.status).toBe(200);
    const result = (await answer.json()) as {
      num_speakers: number;
      duration: number;
      segments: { speaker: string; start: number; end: number }[];
    };
    expect(result.num_speakers).toBeGreaterThanOrEqual(1);
    expect(result.segments[0]!.speaker).toBe('SPEAKER_00');
    for (const segment of result.segments)
      expect(segment.end).toBeLessThanOrEqual(result.duration + 0.01);
  });

  it('heeds the number of speakers', async () => {
    const answer = await postForm(
      '/speakers/diarize',
      ['num_speakers', '1'],
      ['file', await speech(TEXT), 'a.wav'],
    );
    expect(await answer.json()).toMatchObject({ num_speakers: 1 });
  });

  it.each([
    [
      ['num_speakers', '0'],
      ['body', 'num_speakers'],
    ],
    [
      ['num_speakers', 'two'],
      ['body', 'num_speakers'],
    ],
    [
      ['min_speakers', '-1'],
      ['body', 'min_speakers'],
    ],
  ] as const)('answers %j with a row', async (field, loc) => {
    const answer = await postForm('/speakers/diarize', field, [
      'file',
      await speech(TEXT),
      'a.wav',
    ]);
    expect((await expectError(answer, 422)).detail).toMatchObject([{ loc }]);
  });

  it('refuses a range that is none', async () => {
    const answer = await postForm(
      '/speakers/diarize',
      ['min_speakers', '3'],
      ['max_speakers', '2'],
      ['file', await speech(TEXT), 'a.wav'],
    );
    await expectError(answer, 422);
  });
});
