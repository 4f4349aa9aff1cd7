/** One field of a model's profile, as `/models/{id}/schema` describes it. */
export interface ProfileField {
  readonly name: string;
  readonly label: string;
  readonly type: 'string' | 'number' | 'integer' | 'enum';
  readonly default: string | number;
  readonly applies_at: 'generation' | 'load';
  readonly description: string;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  readonly choices?: readonly string[];
}

export type Family = 'gpt-oss' | 'glm-4.7-flash' | 'qwen' | 'generic';

/** The family of a model, from its id. */
export function familyOf(model: string): Family {
  const id = model.toLowerCase();
  if (id.startsWith('gpt-oss-')) return 'gpt-oss';
  if (id.includes('glm-4.7-flash')) return 'glm-4.7-flash';
  return id.includes('qwen') ? 'qwen' : 'generic';
}

const FIELDS: readonly ProfileField[] = [
  {
    name: 'system_prompt',
    label: 'System Prompt',
    type: 'string',
    default: '',
    applies_at: 'generation',
    description: 'Put in front of a chat that has no system message.',
  },
  {
    name: 'temperature',
    label: 'Temperature',
    type: 'number',
    min: 0,
    max: 2,
    step: 0.01,
    default: 1,
    applies_at: 'generation',
    description: 'Randomness; 0 always takes the likeliest token.',
  },
  {
    name: 'top_p',
    label: 'Top P',
    type: 'number',
    min: 0,
    max: 1,
    step: 0.01,
    default: 0.95,
    applies_at: 'generation',
    description: 'Only the likeliest tokens that together reach this probability.',
  },
  {
    name: 'top_k',
    label: 'Top K',
    type: 'integer',
    min: 1,
    max: 1000,
    step: 1,
    default: 40,
    applies_at: 'generation',
    description: 'Only this many of the likeliest tokens.',
  },
  {
    name: 'min_p',
    label: 'Min P',
    type: 'number',
    min: 0,
    max: 1,
    step: 0.01,
    default: 0.01,
    applies_at: 'generation',
    description: 'No token less likely than this share of the likeliest.',
  },
  {
    name: 'repeat_penalty',
    label: 'Repeat Penalty',
    type: 'number',
    min: 0,
    max: 3,
    step: 0.01,
    default: 1,
    applies_at: 'generation',
    description: 'Above 1 repeats less.',
  },
  {
    name: 'max_tokens',
    label: 'Max Tokens',
    type: 'integer',
    min: 1,
    max: 32_768,
    step: 1,
    default: 16_384,
    applies_at: 'generation',
    description: 'The longest answer.',
  },
  {
    name: 'runtime_ctx_size',
    label: 'Runtime Context Size',
    type: 'integer',
    min: 512,
    max: 131_072,
    step: 1,
    default: 16_384,
    applies_at: 'load',
    description: 'Context the router is run with; another size restarts it.',
  },
];

const REASONING: ProfileField = {
  name: 'reasoning_effort',
  label: 'Reasoning Effort',
  type: 'enum',
  choices: ['low', 'medium', 'high'],
  default: 'high',
  applies_at: 'generation',
  description: 'How long the model thinks before it answers.',
};

/** The fields a model's profile may have, in the order they are shown. */
export const fieldsOf = (model: string): readonly ProfileField[] =>
  familyOf(model) === 'gpt-oss' ? [...FIELDS, REASONING] : FIELDS;

const NOTES = [
  'Generation values fill in what a request leaves out; what a request says always wins.',
  'Runtime values apply when the model is loaded and may restart the router.',
];

/** The answer of `/models/{id}/schema`. */
export const profileSchema = (
  model: string,
): { model: string; family: Family; fields: ProfileField[]; notes: string[] } => ({
  model,
  family: familyOf(model),
  fields: [...fieldsOf(model)],
  notes: [...NOTES],
});
