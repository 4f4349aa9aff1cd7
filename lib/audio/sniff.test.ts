import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readMp3Header } from './mp3-header.ts';
import { id3Bytes, sniff } from './sniff.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');
const page = (packet: string): string => `OggS${'\0'.repeat(22)}\x01\x20${packet}`;

describe('sniff', () => {
  test.each([
    ['RIFF\0\0\0\0WAVEfmt ', { reader: 'wav' }],
    ['RIFF\0\0\0\0AVI fmt ', { reader: 'ffmpeg', demuxer: 'avi' }],
    ['RIFF\0\0\0\0WEBPVP8 ', null],
    ['wvpk', { reader: 'ffmpeg', demuxer: 'wv' }],
    [`G${'x'.repeat(187)}`.repeat(3), { reader: 'ffmpeg', demuxer: 'mpegts' }],
    ['fLaC\0', { reader: 'flac' }],
    [page('OpusHead'), { reader: 'opus' }],
    [page('\x01vorbis\0\0\0\0\x02'), { reader: 'vorbis' }],
    [page('\x01vorbis\0\0\0\0\xff'), { reader: 'ffmpeg', demuxer: 'ogg' }],
    [page('\x7fFLAC'), { reader: 'ogg-flac' }],
    [page('Speex   '), { reader: 'ffmpeg', demuxer: 'ogg' }],
    ['\x1aE\xdf\xa3..\x86\x86A_OPUS', { reader: 'webm' }],
    ['\x1aE\xdf\xa3..\x86\x88A_VORBIS', { reader: 'ffmpeg', demuxer: 'matroska' }],
    ['\0\0\0\x20ftypM4A ', { reader: 'mp4' }],
    ['\xff\xf1\x50\x80', { reader: 'ffmpeg', demuxer: 'aac' }],
    ['#!AMR\n', { reader: 'ffmpeg', demuxer: 'amr' }],
    ['<html>', null],
    ['', null],
  ])('%j', (start, expected) => {
    expect(sniff(bytes(start))).toEqual(expected);
  });

  test('MPEG frames need a second one behind, wherever they begin', () => {
    const frame = Buffer.alloc(417);
    frame.set([0xff, 0xfb, 0x90, 0x64]);
    expect(readMp3Header(frame, 0)).toEqual({
      layer: 3,
      mono: false,
      sampleRate: 44_100,
      frameBytes: 417,
    });
    expect(sniff(Buffer.concat([frame, frame]))).toEqual({ reader: 'mp3' });
    expect(sniff(Buffer.concat([bytes('junk'), frame, frame]))).toEqual({ reader: 'mp3' });
    expect(sniff(Buffer.concat([frame, Buffer.alloc(500)]))).toBeNull();
  });

  test('any bytes give an answer', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (head) => {
        sniff(head);
        expect(id3Bytes(head)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
