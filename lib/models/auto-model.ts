import { candidatesOf, type AutoModels, type AutoRule } from './auto-options.ts';
import { countWords } from './words.ts';

/**
 * Why a model was chosen; goes out in `x-synapse-model-reason`: `explicit`, `policy-<rule>`, `policy-general` (no rule
 * fits), `policy-loaded` (not clear, so no swap) or `policy-fallback` (the router does not have the one wanted).
 */
export type ModelReason = 'explicit' | `policy-${string}`;

export interface ModelChoice {
  readonly model: string;
  readonly reason: ModelReason;
  /** The words that decided. */
  readonly words?: readonly string[];
}

/** A later turn of fewer words, such as "go on", says nothing about the model it wants. */
const FEW_WORDS = 4;

const ALIASES = new Set(['', 'auto', 'synapse:auto', 'synapse-auto']);

/** The model a client named itself; `null` when it asks for `auto`. */
export function explicitModel(model: unknown): string | null {
  if (typeof model !== 'string') return null;
  const name = model.trim();
  return ALIASES.has(name.toLowerCase()) ? null : name;
}

/**
 * The model of an `auto` request, from the last user turn: the first rule that clearly fits, else the default. A vague
 * turn stays where it is, on a loaded candidate, because a swap costs more than a slightly better fit. A target the
 * router does not have gives way to one it has.
 */
export function autoModel(
  messages: unknown,
  auto: AutoModels,
  available: readonly string[],
  loaded: readonly string[],
): ModelChoice {
  const wanted = fittingChoice(messages, auto, loaded);
  if (available.length === 0 || available.includes(wanted.model)) return wanted;
  const candidates = candidatesOf(auto).filter((model) => available.includes(model));
  // A server that has other models altogether: what it has loaded is quickest.
  const model = candidates[0] ?? loaded[0] ?? available[0]!;
  return { model, reason: 'policy-fallback' };
}

function fittingChoice(
  messages: unknown,
  auto: AutoModels,
  loaded: readonly string[],
): ModelChoice {
  const { text, follows } = lastUserTurn(messages);
  let vague = follows && text.trim().split(/\s+/).length < FEW_WORDS;
  for (const rule of auto.rules) {
    const { words, clear } = weigh(text, rule);
    if (clear) return { model: rule.model, reason: `policy-${rule.name}`, words };
    vague ||= words.length > 0;
  }
  const stay = vague && loaded.find((model) => candidatesOf(auto).includes(model));
  if (stay) return { model: stay, reason: 'policy-loaded' };
  return { model: auto.default, reason: 'policy-general' };
}

/** How a text speaks for a rule: clearly by one keyword or two hints. */
function weigh(text: string, { keywords, hints }: AutoRule): { words: string[]; clear: boolean } {
  const certain = countWords(text, keywords);
  const vague = countWords(text, hints);
  return { words: [...certain, ...vague], clear: certain.length > 0 || vague.length > 1 };
}

/** The text of the last user turn, and whether it follows an earlier one. */
function lastUserTurn(messages: unknown): { text: string; follows: boolean } {
  if (!Array.isArray(messages)) return { text: '', follows: false };
  const turns = messages.filter(
    (message): message is { content?: unknown } =>
      (message as { role?: unknown } | null)?.role === 'user',
  );
  const content = turns.at(-1)?.content;
  const follows = turns.length > 1;
  if (typeof content === 'string') return { text: content, follows };
  if (!Array.isArray(content)) return { text: '', follows };
  return { text: content.map(partText).filter(Boolean).join('\n'), follows };
}

function partText(part: unknown): string {
  const { text, content, type } = (part ?? {}) as Record<string, unknown>;
  if (typeof text === 'string') return text;
  return type === 'text' && typeof content === 'string' ? content : '';
}
