import { SPEECH_RATE } from '../../audio/sample-rates.ts';
import { FRAME, levelOf, speechGate } from './speech-level.ts';

/** A stretch of a recording with speech in it. */
export interface Piece {
  /** Seconds from the start of the recording. */
  readonly start: number;
  readonly samples: Float32Array;
}

const frames = (seconds: number): number => Math.round((seconds * SPEECH_RATE) / FRAME);

/** What is kept of the quiet around speech. */
const PAD = frames(0.24);
/** A pause ends a piece that is long enough, a short one a piece twice as long; a long one ends any. */
const PAUSE = frames(0.4);
const SHORT_PAUSE = frames(0.24);
const LONG_PAUSE = frames(2);
/** The first pieces are short, so that the first words come soon; later ones long, for fewer processes. */
const ENOUGH = [frames(4), frames(10), frames(20)] as const;
const LIMIT = frames(30);
/** Where no pause comes, the quietest tenth of a second of the last seconds is the cut. */
const SEARCH = frames(6);
const DIP = frames(0.1);
/** Less is a click. */
const LEAST = frames(0.1);

/**
 * Cuts mono 16 kHz samples at pauses into pieces of at most 30 s, while they come. Pauses of 2 s and more and silent
 * recordings give nothing. Holds at most one piece.
 */
export async function* cutPieces(
  chunks: AsyncIterable<Float32Array>,
): AsyncGenerator<Piece, void, undefined> {
  const cutter = new Cutter();
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length;) {
      at += cutter.take(chunk, at);
      const piece = cutter.next();
      if (piece) yield piece;
    }
  }
  const last = cutter.end();
  if (last) yield last;
}

class Cutter {
  /** Samples from frame `origin` on; a partial frame at the end. */
  private readonly held = new Float32Array((LIMIT + PAD) * FRAME);
  private filled = 0;
  private origin = 0;
  private cuts = 0;
  private levels: number[] = [];
  private speech: boolean[] = [];
  private isSpeech = speechGate();

  /** Takes samples up to the end of a frame; gives their number. */
  take(chunk: Float32Array, at: number): number {
    const count = Math.min(FRAME - (this.filled % FRAME), chunk.length - at);
    this.held.set(chunk.subarray(at, at + count), this.filled);
    this.filled += count;
    if (this.filled % FRAME === 0) this.measure();
    return count;
  }

  /** A piece, if the samples so far make one. */
  next(): Piece | undefined {
    if (this.filled % FRAME !== 0) return undefined;
    const first = this.speech.indexOf(true);
    const total = this.speech.length;
    if (first < 0) {
      if (total > 4 * PAD) this.drop(total - PAD);
      return undefined;
    }
    const end = this.speech.lastIndexOf(true) + 1;
    const pause = total - end;
    const enough = ENOUGH[Math.min(this.cuts, ENOUGH.length - 1)]!;
    const needed =
      end - first >= 2 * enough ? SHORT_PAUSE : end - first >= enough ? PAUSE : LONG_PAUSE;
    if (pause >= needed) return this.cut(Math.min(end + PAD, total));
    return total >= LIMIT ? this.cut(this.dip()) : undefined;
  }

  /** What is left. */
  end(): Piece | undefined {
    if (this.filled % FRAME !== 0) {
      this.held.fill(0, this.filled, this.filled + FRAME);
      this.filled += FRAME - (this.filled % FRAME);
      this.measure();
    }
    const end = this.speech.lastIndexOf(true) + 1;
    return end > 0 ? this.cut(Math.min(end + PAD, this.speech.length)) : undefined;
  }

  private measure(): void {
    const level = levelOf(this.held.subarray(this.filled - FRAME, this.filled));
    this.levels.push(level);
    this.speech.push(this.isSpeech(level));
  }

  private cut(end: number): Piece | undefined {
    const from = Math.max(0, this.speech.indexOf(true) - PAD);
    const spoken = this.speech.slice(from, end).filter(Boolean).length;
    const piece: Piece = {
      start: ((this.origin + from) * FRAME) / SPEECH_RATE,
      samples: this.held.slice(from * FRAME, end * FRAME),
    };
    this.drop(end);
    if (spoken < LEAST) return undefined;
    this.cuts++;
    return piece;
  }

  /** The frame in the middle of the quietest stretch. */
  private dip(): number {
    let best = this.levels.length;
    let lowest = Infinity;
    for (let at = this.levels.length - SEARCH; at + DIP <= this.levels.length; at++) {
      const level = Math.max(...this.levels.slice(at, at + DIP));
      if (level > lowest) continue;
      lowest = level;
      best = at + (DIP >> 1);
    }
    return best;
  }

  private drop(count: number): void {
    this.held.copyWithin(0, count * FRAME, this.filled);
    this.filled -= count * FRAME;
    this.origin += count;
    this.levels = this.levels.slice(count);
    this.speech = this.speech.slice(count);
  }
}
