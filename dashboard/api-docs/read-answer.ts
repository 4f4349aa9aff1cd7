import type { CallMarks } from '../playground/call-store.ts';

/** An answer as it is shown; text grows while it streams. */
export interface ShownAnswer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  readonly audio?: Blob;
}

const LONGEST = 200_000;

/** Reads any answer, piece by piece. */
export async function readAnswer(
  answer: Response,
  marks: CallMarks,
  show: (answer: ShownAnswer) => void,
): Promise<void> {
  const type = answer.headers.get('content-type') ?? '';
  const base = { status: answer.status, type };
  if (type.startsWith('audio/')) {
    show({ ...base, text: '', audio: await answer.blob() });
    return;
  }
  const decoder = new TextDecoder();
  const reader = answer.body?.getReader();
  let text = '';
  for (;;) {
    const piece = await reader?.read();
    if (!piece || piece.done) break;
    marks.firstResult();
    text = (text + decoder.decode(piece.value, { stream: true })).slice(0, LONGEST);
    show({ ...base, text });
  }
  show({ ...base, text: type.includes('json') ? pretty(text) : text });
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
