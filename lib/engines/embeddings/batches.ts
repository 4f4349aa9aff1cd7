/** Texts of one caller and what has become of them so far. */
export interface Job {
  readonly texts: readonly string[];
  readonly vectors: Float32Array[];
  readonly tokens: number[];
  /** Texts handed to the thread so far; the rest waits. */
  taken: number;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/** Consecutive texts of a job that run together with those of other jobs. */
export interface Share {
  readonly job: Job;
  readonly start: number;
  readonly texts: readonly string[];
}

/** The most texts of one task, and of one job in it while others wait. */
const TASK_TEXTS = 32;
const SHARE_TEXTS = 8;
/** Characters of one task, unless one text alone is longer: about 0.5 s of work. An abort waits no longer for its turn. */
const TASK_CHARACTERS = 8000;

/**
 * Takes the next task's texts from the jobs that wait, in turns, so that a large job does not keep small ones waiting.
 * Jobs that are handed out whole leave `waiting`; the others go to its end.
 */
export function nextTask(waiting: Job[]): Share[] {
  const shares: Share[] = [];
  let room = TASK_TEXTS;
  let characters = TASK_CHARACTERS;
  const most = waiting.length > 1 ? SHARE_TEXTS : TASK_TEXTS;
  for (const job of waiting.slice()) {
    const start = job.taken;
    while (room > 0 && job.taken < job.texts.length && job.taken - start < most) {
      const length = job.texts[job.taken]!.length;
      if (length > characters && room < TASK_TEXTS) break;
      characters -= length;
      room--;
      job.taken++;
    }
    if (job.taken === start) break;
    shares.push({ job, start, texts: job.texts.slice(start, job.taken) });
    waiting.splice(waiting.indexOf(job), 1);
    if (job.taken < job.texts.length) waiting.push(job);
  }
  return shares;
}
