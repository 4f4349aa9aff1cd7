import { aboutText } from './own-words.ts';

const PLEASE = 'Ask me about a text you give me, or say "help".';

/** Short messages that are said rather than asked, and what is said back. */
const TALK: readonly (readonly [RegExp, (model: string) => string])[] = [
  [
    /^(?:hi|hello|hey|hiya|howdy|greetings|good (?:morning|afternoon|evening|day))(?: there| all| everyone| synapse| assistant)?$/u,
    () => `Hello! ${PLEASE}`,
  ],
  [
    /^(?:(?:hi|hello|hey) )?how are you(?: doing)?(?: today)?$|^what'?s up$|^how'?s it going$/u,
    () => `I am running, thank you. ${PLEASE}`,
  ],
  [
    /^(?:ok |okay |great |perfect )?(?:thanks?|thank you|thx|cheers|much appreciated)(?: you)?(?: very much| so much| a lot)?(?: for your help| for the help)?$/u,
    () => 'You are welcome.',
  ],
  [/^(?:bye|goodbye|bye bye|see you(?: later| soon)?|good night|farewell)$/u, () => 'Goodbye.'],
  [
    /^(?:ok|okay|yes|no|sure|great|cool|nice|perfect|fine|good|alright|got it|i see)$/u,
    () => 'All right.',
  ],
  [/^(?:test|testing|ping)$/u, () => 'I am here and reading.'],
  [
    /^(?:help|help me|what can (?:you|i) (?:do|ask)(?: you| here)?|how can you help(?: me)?|what do you do|how does this work|commands|usage|\?)$/u,
    aboutText,
  ],
  [
    /^(?:(?:hi|hello|hey) )?(?:who|what)(?: exactly)? are you$|^what'?s your name$|^what is your name$|^(?:what|which) (?:model|llm|ai)(?: model)? (?:are you|is this|do you use)$|^introduce yourself$|^tell me about yourself$|^are you (?:an? )?(?:chatgpt|gpt|claude|gemini|llama|qwen|ai|bot|robot|human|real|llm|language model|generative|sentient|person|real person)(?: model)?$/u,
    aboutText,
  ],
];

/** The reply to a greeting, thanks, "help" or "who are you"; undefined for everything longer or else. */
export function answerSmallTalk(text: string, model: string): string | undefined {
  if (text.length > 80) return undefined;
  const said = text
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/[^\p{L}\p{N}'?]+/gu, ' ')
    .replace(/(?<=.)\?+\s*$/u, '')
    .trim();
  return TALK.find(([pattern]) => pattern.test(said))?.[1](model);
}
