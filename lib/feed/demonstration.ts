import { timestamp } from '../logging/log-event.ts';
import type { Feed } from './feed.ts';

const EVERY_MS = 2000;

const LINES: readonly (readonly [source: string, level: string, message: string])[] = [
  ['llm', 'INFO', 'POST /v1/chat/completions 200 · 812.4 ms'],
  ['tts', 'INFO', 'POST /tts/stream 200 · 240.9 ms'],
  ['stt', 'INFO', 'POST /stt/transcribe 200 · 1904.2 ms'],
  ['llm', 'DEBUG', 'the model is already loaded'],
  ['speakers', 'INFO', 'POST /speakers/diarize 200 · 3120.7 ms'],
  [
    'audio',
    'WARNING',
    'POST /audio/denoise 503 backend_unreachable: the backend cannot be reached',
  ],
  ['voices', 'INFO', 'POST /voices 201 · 61.3 ms'],
  ['llm', 'ERROR', 'POST /v1/chat/completions 502 backend_broken: the backend broke off'],
];

/** Fills a feed with made-up lines, each marked as such, while anybody listens. @returns what ends it. */
export function demonstrate(feed: Feed, instance: string): () => void {
  let turn = 0;
  const say = (): void => {
    const [source, level, message] = LINES[turn % LINES.length]!;
    feed.add({
      id: `demo-${turn++}`,
      ts: timestamp(),
      source: `demo.${source}`,
      level,
      message: `[demonstration] ${message}`,
      instance,
    });
  };
  for (const _ of LINES) say();
  const timer = setInterval(() => {
    if (feed.counters().subscribers > 0) say();
  }, EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
