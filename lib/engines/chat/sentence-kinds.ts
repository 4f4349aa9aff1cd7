const ORDER =
  /^(?:you\s+(?:are|must|should|will|can|may|have)|always|never|do\s+not|don't|answer|respond|reply|be|use|keep|act|speak|write|make\s+sure|ensure|if\s+(?:you|asked|the\s+user)|your\s+(?:task|job|role|goal|answers?)|reasoning\s*:)\b/iu;
/** As prompts of retrieval tools begin: "Use the following context to answer the question." */
const TASK =
  /^(?:use|answer|based\s+on|given|using|consider|read|refer\s+to)\b[^.]*\b(?:context|text|question|passage|following|below|above|document)s?\b/iu;
/** Tells what follows, and no more. */
const HEADING = /:$/u;
const QUESTION = /\?["')\]]*$/u;

/** Tells the assistant how to behave, as system messages do. */
export const isOrder = (sentence: string): boolean => ORDER.test(sentence);

/** Stands around the text of a prompt and says nothing: a heading, or what the text is to be used for. */
export const isFrame = (sentence: string): boolean => HEADING.test(sentence) || TASK.test(sentence);

export const isQuestion = (sentence: string): boolean => QUESTION.test(sentence);
