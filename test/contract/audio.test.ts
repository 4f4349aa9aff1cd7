import { describe, expect, it } from 'vitest';
import { parseWavHeader } from '../../lib/audio/wav.ts';
import { expectError, postForm, toneWav } from './client.ts';

const MAGIC: Readonly<Record<string, readonly [string, RegExp]>> = {
  wav: ['audio/wav', /^RIFF/],
  mp3: ['audio/mpeg', /^(?:ID3|\xff[\xe2-\xff])/],
  flac: ['audio/flac', /^fLaC/],
  ogg: ['audio/ogg', /^OggS/],
};

describe('POST /audio/convert', () => {
  it.each(Object.entries(MAGIC))(
    'makes %s, the field before or behind the file',
    async (format, [type, magic]) => {
      const file = ['file', toneWav(2), 'a.wav'] as const;
      const field = ['output_format', format.toUpperCase()] as const;
      for (const entries of [
        [field, file],
        [file, field],
      ]) {
        const answer = await postForm('/audio/convert', ...entries);
        expect(answer.status).toBe(200);
        expect(answer.headers.get('content-type')).toBe(type);
        expect(answer.headers.get('content-disposition')).toBe(
          `attachment; filename=converted.${format}`,
        );
        expect(Buffer.from(await answer.arrayBuffer()).toString('latin1', 0, 8)).toMatch(magic);
      }
    },
  );

  it('goes round: mp3 to wav at another rate', async () => {
    const mp3 = await postForm(
      '/audio/convert',
      ['output_format', 'mp3'],
      ['bitrate', '64k'],
      ['file', toneWav(2), 'a.wav'],
    );
    const wav = await postForm(
      '/audio/convert',
      ['sample_rate', '22050'],
      ['file', new Uint8Array(await mp3.arrayBuffer()), 'a.mp3'],
    );
    expect(wav.status).toBe(200);
    expect(parseWavHeader(new Uint8Array(await wav.arrayBuffer()))!.format.sampleRate).toBe(22_050);
  });

  it.each([
    ['output_format', 'aac', 422],
    ['bitrate', 'high', 422],
    ['sample_rate', 'x', 422],
    ['sample_rate', '5', 422],
  ])('answers %s=%s with %i', async (name, value, status) => {
    const answer = await postForm('/audio/convert', [name, value], ['file', toneWav(1), 'a.wav']);
    expect((await expectError(answer, status)).error.message).toContain(name);
  });

  it('answers bad audio with 422', async () => {
    await expectError(
      await postForm(
        '/audio/convert',
        ['output_format', 'mp3'],
        ['file', new Uint8Array(500).fill(7), 'a.wav'],
      ),
      422,
    );
  });
});

describe('POST /audio/denoise', () => {
  it('answers 48 kHz WAV of the same length', async () => {
    const answer = await postForm('/audio/denoise', ['file', toneWav(2), 'a.wav']);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename=denoised.wav');
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const header = parseWavHeader(bytes)!;
    expect(header.format.sampleRate).toBe(48_000);
    expect((bytes.length - header.dataOffset) / 96_000).toBeCloseTo(2, 1);
  });

  it('answers an empty file with 422', async () => {
    await expectError(await postForm('/audio/denoise', ['file', new Uint8Array(0), 'a.wav']), 422);
  });
});
