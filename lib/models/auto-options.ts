import { z } from 'zod';

const Rule = z.strictObject({
  /** Goes out in the reason: `policy-<name>`. */
  name: z.string().regex(/^[a-z0-9-]+$/, 'lower-case letters, digits and dashes are expected'),
  model: z.string().min(1),
  /** One of them in the last user turn is enough. */
  keywords: z.array(z.string().min(1)).default([]),
  /** Words that may mean something else: two of them are needed. */
  hints: z.array(z.string().min(1)).default([]),
});

export type AutoRule = z.output<typeof Rule>;

/** What `auto` chooses between; the first rule that fits wins. */
export interface AutoModels {
  readonly default: string;
  readonly rules: readonly AutoRule[];
}

/** All models it may choose, its default first. */
export const candidatesOf = (auto: AutoModels): string[] => [
  auto.default,
  ...auto.rules.map(({ model }) => model),
];

const GENERAL = 'Qwen3-8B-Q4_K_M';
const CODER = 'Qwen2.5-Coder-7B-Instruct-Q4_K_M';

const coder = (model: string): AutoRule => ({
  name: 'coder',
  model,
  keywords:
    '```|c++|c#|code|python|javascript|typescript|rust|sql|regex|debug|stack trace|exception|compile|refactor|unit test|dockerfile|kubernetes|kubectl|yaml|json|bash|pull request'.split(
      '|',
    ),
  hints: 'java|go|algorithm|function|class|api|apis|shell|git|bug'.split('|'),
});

/** `options.auto`: `{default, rules}`, or in short `{general, coder}` with the built-in words for code. */
export const AutoOptions = z
  .strictObject({
    default: z.string().min(1).optional(),
    rules: z.array(Rule).optional(),
    general: z.string().min(1).optional(),
    coder: z.string().min(1).optional(),
  })
  .transform((given): AutoModels => ({
    default: given.default ?? given.general ?? GENERAL,
    rules: given.rules ?? [coder(given.coder ?? CODER)],
  }));
