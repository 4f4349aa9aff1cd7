import type { Readable } from 'node:stream';
import { progressOf } from '../models/progress.ts';

export interface ModelEvent {
  readonly model: string;
  /** Progress from 0 to 1; null: its state has changed. */
  readonly value: number | null;
}

/** The longest line that is looked at; a router that sends more is not understood. */
const MAX_LINE = 64 * 1024;

/** The events of llama.cpp's `GET /models/sse`; what is not understood is passed over. */
export async function* modelEvents(body: Readable): AsyncGenerator<ModelEvent> {
  let rest = '';
  for await (const chunk of body.setEncoding('utf8')) {
    const lines = (rest + String(chunk)).split(/\r?\n/);
    rest = lines.pop()!.slice(-MAX_LINE);
    for (const line of lines) {
      const event = line.startsWith('data:') ? parse(line.slice(5)) : null;
      if (event) yield event;
    }
  }
}

function parse(text: string): ModelEvent | null {
  try {
    const { model, data } = JSON.parse(text) as { model?: unknown; data?: unknown };
    if (typeof model !== 'string') return null;
    const { progress } = (data ?? {}) as { progress?: unknown };
    return { model, value: progressOf(progress) ?? progressOf(data) };
  } catch {
    return null;
  }
}
