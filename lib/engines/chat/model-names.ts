/** Answers from the text of the conversation, with arithmetic, the time and summaries. */
export const GENERAL_MODEL = 'embedded-extractive';

/** The same, and looks through code of the conversation first. */
export const CODER_MODEL = 'embedded-extractive-coder';

export const CHAT_MODELS: readonly string[] = [GENERAL_MODEL, CODER_MODEL];
