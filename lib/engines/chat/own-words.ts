import { CODER_MODEL } from './model-names.ts';

/** What this assistant is; every text that has to say so says it with these words. */
const IDENTITY = "I am Synapse's embedded extractive assistant, not a generative language model";

/** Before the quotes and summaries. */
export const NEAREST = 'I found no clear answer. Nearest to it:';
export const SUMMARY = 'Summary, in sentences of the text itself';
export const NOTHING = 'Nothing in this conversation answers that.';
export const NOTED = 'I have read that';
export const CODE = 'From the code in this conversation';

const ABILITIES = [
  'answer questions about text in this conversation, by quoting the sentence that fits',
  'summarise a text ("summarize: …")',
  'calculate ("what is 15% of 80?")',
  'tell the date and the time',
];
const CODER_ABILITY = 'find definitions, uses and lines in code you paste';

/** Who this is and what can be asked of it. */
export function aboutText(model: string): string {
  const abilities = model === CODER_MODEL ? [CODER_ABILITY, ...ABILITIES] : ABILITIES;
  return `${IDENTITY}: I write nothing of my own. I can\n${abilities.map((line) => `- ${line}`).join('\n')}`;
}

export const SHORT_IDENTITY = `${IDENTITY}: I only quote what is written here.`;

/** Why a request to write, translate or change something is not met. */
export const CANNOT_WRITE =
  'I cannot write, translate, change or explain anything in words of my own.';

/** Recognises an answer of this assistant in the conversation; quoting oneself would go in circles. */
export const isOwnAnswer = (text: string): boolean =>
  [IDENTITY, NEAREST, SUMMARY, NOTHING, NOTED, CODE, CANNOT_WRITE].some((words) =>
    text.includes(words),
  ) || /^— .*\bsentence \d+$/mu.test(text);
