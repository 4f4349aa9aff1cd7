/** The functions that do what Synapse is there for, in the order in which they are shown. */
export const DOMAINS: readonly string[] = ['llm', 'tts', 'stt', 'speakers', 'audio', 'voices'];
