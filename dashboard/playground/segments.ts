import type { Segment, Transcript, Word } from '../../lib/backends/openai-transcript.ts';
import { readEvents } from '../api/events.ts';
import { Fault } from '../api/fault.ts';
import type { CallMarks } from './call-store.ts';

export type { Segment, Word };

interface Pieces {
  readonly onSegments: (segments: readonly Segment[]) => void;
  readonly onLanguage: (language: string) => void;
}

/** Reads a transcription, whole or as events. @throws Fault */
export async function readSegments(
  answer: Response,
  marks: CallMarks,
  pieces: Pieces,
): Promise<void> {
  if (!answer.headers.get('content-type')?.startsWith('text/event-stream')) {
    const whole = (await answer.json()) as Transcript;
    marks.firstResult();
    pieces.onLanguage(languageOf(whole));
    pieces.onSegments(whole.segments);
    return;
  }
  for await (const { event, data } of readEvents(answer.body!)) {
    if (event === 'done') return;
    if (event === 'error') throw new Fault(502, messageOf(data));
    if (event !== 'segment') continue;
    marks.firstResult();
    pieces.onSegments([JSON.parse(data) as Segment]);
  }
  if (!marks.signal.aborted) throw new Fault(502, 'The stream ended before it was finished.');
}

/** A server that does not say how sure it is says 0. */
const languageOf = ({ language, language_probability: sure }: Transcript): string =>
  sure > 0 ? `${language}, ${Math.round(sure * 100)}% sure` : language;

function messageOf(data: string): string {
  try {
    const { error } = JSON.parse(data) as { error?: { message?: string } };
    return error?.message ?? 'the stream broke';
  } catch {
    return 'the stream broke';
  }
}

/** The word spoken at a moment; undefined between words. */
export function wordAt(segments: readonly Segment[], time: number): Word | undefined {
  const segment = segments.find(({ start, end }) => time >= start && time <= end);
  return segment?.words?.find(({ start, end }) => time >= start && time < end);
}
