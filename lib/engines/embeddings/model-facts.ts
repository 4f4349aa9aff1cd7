/** The name this model goes by in answers: Universal Sentence Encoder lite, English. */
export const EMBEDDINGS_MODEL = 'universal-sentence-encoder-lite';

/** Numbers in a vector. */
export const DIMENSIONS = 512;

/** Tokens the model looks at; what follows in the same run is ignored by it, so longer texts are cut into windows. */
export const WINDOW = 128;

/** The longest text, in tokens. A bound on the time one text can take (64 windows, about 3 s), not of the model. */
export const CONTEXT = 8192;
