const MONTH =
  'january|february|march|april|may|june|july|august|september|october|november|december';
const NUMBER_WORD =
  '(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand|million|billion|half|dozen|dozens|hundreds)';
const NUMBER = new RegExp(`\\d|\\b(?:${NUMBER_WORD})\\b`, 'iu');
const TIME = new RegExp(
  `\\b\\d{4}\\b|\\d:\\d|\\d\\s*[ap]\\.?m\\b|\\b(?:${MONTH})\\b|\\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\\b|\\b(?:today|tomorrow|yesterday|daily|weekly|noon|midnight|morning|evening|century|year|month|week|day|hour|minute)s?\\b`,
  'iu',
);
const NAME =
  /(?<=[\p{L}\p{N},;]\s+(?:the\s+)?)\p{Lu}\p{Ll}+|^\p{Lu}\p{Ll}+\s+(?:\p{Lu}\.\s*)?\p{Lu}\p{Ll}+/u;
const PLACE = new RegExp(
  `\\b(?:in|at|on|near|to|from|beside|behind|under|above|inside|outside|next to|between)\\s+(?!\\d|(?:the\\s+)?(?:${MONTH}|spring|summer|autumn|winter|morning|evening|end|year)|\\w+days?\\b)`,
  'iu',
);
const REASON =
  /\b(?:because|since|due to|so that|in order to|as a result|therefore|to avoid|caused?)\b/iu;

/** What a question asks for, and how a sentence that has it looks. */
const TYPES: readonly (readonly [RegExp, RegExp])[] = [
  [/\bhow\s+(?:many|much|long|far|old|tall|big|high|deep|heavy|fast|often|large|wide)\b/iu, NUMBER],
  [
    /\b(?:when|what\s+(?:time|day|date|year|month)|which\s+(?:day|date|year|month)|since when|deadline)\b/iu,
    TIME,
  ],
  [/\bwho(?:m|se)?\b/iu, NAME],
  [
    /\bwhere\b|\b(?:what|which)\s+(?:city|country|place|room|town|street|floor|building)\b/iu,
    PLACE,
  ],
  [/\bwhy\b|\bwhat\s+(?:is|was)\s+the\s+(?:reason|cause)\b/iu, REASON],
];

/** Whether a sentence can hold what is asked for: 1 yes, 0 no or not known. */
export const fitsQuestion = (question: string, sentence: string): 0 | 1 =>
  TYPES.some(([asks, has]) => asks.test(question) && has.test(sentence)) ? 1 : 0;
