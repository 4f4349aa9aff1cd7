import type { ChatMessage } from './chat-message.ts';
import { cutSentences } from './cut-sentences.ts';
import { isFrame, isQuestion } from './sentence-kinds.ts';
import { terms } from './terms.ts';

/** What the last user message asks for, apart from the text it may bring along. */
export interface ChatRequestText {
  readonly text: string;
  /** Its sentences that ask or tell what to do. */
  readonly asked: readonly string[];
  /** Its other sentences. */
  readonly given: readonly string[];
}

const COMMAND =
  /^(?:please\s+|now\s+|and\s+|then\s+|so\s+|hey\s+|ok(?:ay)?\s+|(?:can|could|would|will)\s+you\s+)*,?\s*(?:who|whom|whose|what|when|where|why|which|how|tell|find|show|list|name|give|quote|search|look\s+up|answer|explain|describe|define|summari[sz]e|sum\s+up|recap|tl;?\s?dr|is\s+there|are\s+there|does|did|do\s+(?:we|they|you|i)|write|compose|draft|translate|rewrite|rephrase|paraphrase|generate|create|invent|refactor|fix|debug|implement|optimi[sz]e|improve|convert)\b/iu;
const LABEL = /^(?:q|question|task|frage)\s*[:.]\s*/iu;
/** "Summarize: the text…" and "Text: … Question: …" put both on one line. */
const LEADING =
  /^([^.:?!\n]{0,80}?\b(?:summari[sz]e|summary|tl;?\s?dr|translate|rewrite|recap|key points|main points)\b[^.:?!\n]{0,60}:)\s*/iu;
/** Without a question mark, a message of so few words is a search rather than news. */
const SEARCH_WORDS = 5;

export function readRequest(text: string): ChatRequestText {
  const lead = LEADING.exec(text.trim())?.[1];
  const rest = lead === undefined ? text : text.trim().slice(lead.length);
  const sentences = cutSentences(rest);
  const asked = sentences.filter((sentence) => isRequest(sentence));
  if (lead !== undefined)
    return { text, asked: [lead, ...asked], given: without(sentences, asked) };
  if (asked.length === 0 && sentences.length === 1 && isSearch(sentences[0]!)) {
    return { text, asked: sentences, given: [] };
  }
  return { text, asked, given: without(sentences, asked) };
}

/**
 * A question with what it needs to be understood alone: "And when?" gets the question before it, from the same message
 * or the last one of the conversation.
 */
export function inContext(question: string, earlier: readonly string[]): string {
  const before = earlier.at(-1);
  const short =
    terms(question).length < 2 &&
    /^(?:and|but|or|so|also|what about|how about|when|where|why|who)\b/iu.test(question);
  return short && before !== undefined ? `${before} ${question}` : question;
}

/** The questions of the user messages before the last. */
export const earlierQuestions = (messages: readonly ChatMessage[]): string[] =>
  messages
    .filter((message) => message.role === 'user')
    .slice(0, -1)
    .flatMap((message) => readRequest(message.text).asked);

const isSearch = (sentence: string): boolean =>
  sentence.split(/\s+/u).length <= SEARCH_WORDS && !/[.!:,;]$/u.test(sentence);

const isRequest = (sentence: string): boolean =>
  isQuestion(sentence) || (!isFrame(sentence) && COMMAND.test(sentence.replace(LABEL, '')));

const without = (all: readonly string[], some: readonly string[]): string[] =>
  all.filter((sentence) => !some.includes(sentence));
