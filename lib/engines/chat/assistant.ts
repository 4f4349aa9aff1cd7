import { answerArithmetic } from './arithmetic-question.ts';
import type { ChatMessage } from './chat-message.ts';
import { answerClock } from './clock-question.ts';
import { cutSentences } from './cut-sentences.ts';
import type { Embed } from './embed.ts';
import { findAnswer } from './find-answer.ts';
import { findCode } from './find-code.ts';
import { CODER_MODEL } from './model-names.ts';
import { aboutText, CANNOT_WRITE, NOTED, NOTHING } from './own-words.ts';
import { passagesOf } from './passages.ts';
import { earlierQuestions, inContext, readRequest, type ChatRequestText } from './read-request.ts';
import { answerSmallTalk } from './small-talk.ts';
import { askedLength, asksForSummary, summarize, summaryText } from './summarize.ts';

export interface AnswerOptions {
  /** One of `CHAT_MODELS`; the coder looks through code first. */
  readonly model: string;
  readonly embed: Embed;
  readonly signal?: AbortSignal | undefined;
  /** The time to tell; now when left out. */
  readonly now?: Date | undefined;
}

export interface Answer {
  readonly text: string;
  readonly finishReason: 'stop';
}

const WRITES =
  /^(?:please\s+|now\s+|and\s+|(?:can|could|would|will)\s+you\s+(?:please\s+)?)*(?:write|compose|draft|translate|rewrite|rephrase|paraphrase|generate|create|invent|imagine|brainstorm|refactor|fix|debug|implement|optimi[sz]e|improve|convert|explain|design)\b/iu;
const MOST_QUESTIONS = 3;

/**
 * Answers the last user message from the text of the conversation itself; nothing is invented. What needs no search
 * (greetings, sums, the time) is answered without the embedder. Throws what `embed` throws and the signal's reason.
 */
export async function answer(
  messages: readonly ChatMessage[],
  options: AnswerOptions,
): Promise<Answer> {
  options.signal?.throwIfAborted();
  const last = messages.findLast((message) => message.role === 'user')?.text ?? '';
  const text =
    last.trim() === ''
      ? aboutText(options.model)
      : (answerSmallTalk(last, options.model) ??
        answerArithmetic(last) ??
        answerClock(last, options.now ?? new Date()) ??
        (await fromConversation(messages, last, options)));
  return { text, finishReason: 'stop' };
}

async function fromConversation(
  messages: readonly ChatMessage[],
  last: string,
  options: AnswerOptions,
): Promise<string> {
  const request = readRequest(last);
  const summaryAsk = request.asked.find(asksForSummary);
  if (summaryAsk !== undefined) return summaryOf(messages, request, summaryAsk, options);
  if (options.model === CODER_MODEL) {
    const code = await findCode(messages, request, options);
    if (code !== undefined) return code;
  }
  if (request.asked.some((sentence) => WRITES.test(sentence))) {
    return `${CANNOT_WRITE}\n\n${aboutText(options.model)}`;
  }
  const passages = passagesOf(messages, request.asked);
  if (request.asked.length === 0) return noted(request);
  if (passages.length === 0) {
    return `${NOTHING} There is no text here yet that I could search.\n\n${aboutText(options.model)}`;
  }
  const context = earlierQuestions(messages);
  const answers: string[] = [];
  for (const question of request.asked.slice(0, MOST_QUESTIONS)) {
    const whole = inContext(question, context);
    const alone = answerArithmetic(question);
    answers.push(alone ?? (await findAnswer(whole, passages, options.embed, options.signal)));
    context.push(question);
  }
  return [...new Set(answers)].join('\n\n');
}

async function summaryOf(
  messages: readonly ChatMessage[],
  request: ChatRequestText,
  ask: string,
  { embed, signal }: AnswerOptions,
): Promise<string> {
  const sentences = request.given.length > 0 ? request.given : meant(messages, request.asked, ask);
  if (sentences.length === 0) return 'There is no text here yet that I could summarise.';
  const chosen = await summarize(sentences, embed, { length: askedLength(ask), signal });
  return summaryText(chosen, sentences.length);
}

/** What "summarize this" means: the conversation where it is named, else the latest message of some length. */
function meant(messages: readonly ChatMessage[], asked: readonly string[], ask: string): string[] {
  const passages = passagesOf(messages, asked);
  if (/\b(?:conversation|chat|discussion|everything|all)\b/iu.test(ask)) {
    return passages.map((passage) => passage.text);
  }
  const latest = passages.findLast(
    ({ role, message, sentence }) =>
      sentence >= 3 &&
      passages.filter((other) => other.role === role && other.message === message).length >= 3,
  );
  const subject = latest
    ? passages.filter(({ role, message }) => role === latest.role && message === latest.message)
    : passages;
  return subject.map((passage) => passage.text);
}

function noted(request: ChatRequestText): string {
  const count = cutSentences(request.text).length;
  const size = count === 1 ? 'one sentence' : `${count} sentences`;
  return `${NOTED} (${size}). Ask me about it, or say "summarize".`;
}
