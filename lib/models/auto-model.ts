/** Why a model was chosen; goes out in `x-synapse-model-reason`. */
export type ModelReason =
  'explicit' | 'policy-coder' | 'policy-general' | 'policy-loaded' | 'policy-fallback';

export interface ModelChoice {
  readonly model: string;
  readonly reason: ModelReason;
}

/** What `auto` chooses between; from the router's `options.auto` in the backends file. */
export interface AutoModels {
  readonly general: string;
  readonly coder: string;
}

const ALIASES = new Set(['', 'auto', 'synapse:auto', 'synapse-auto']);

/** Words that speak of code whatever else is said. */
const CLEAR =
  /\b(?:code|python|javascript|typescript|rust|sql|regex|debug|stack\s+trace|exception|compile|refactor|unit\s+test|dockerfile|kubernetes|yaml|json|bash|pull\s+request)\b|```/iu;
/** Words of code that are also plain English: two of them are needed. */
const VAGUE = /\b(?:java|go|algorithm|function|class|api|apis|shell|git|bug)\b/giu;

/** The model a client named itself; `null` when it asks for `auto`. */
export function explicitModel(model: unknown): string | null {
  if (typeof model !== 'string') return null;
  const name = model.trim();
  return ALIASES.has(name.toLowerCase()) ? null : name;
}

/**
 * The model of an `auto` request, from the last user turn: code goes to the coder, clear prose to the general model. A
 * vague turn stays where it is, on a loaded candidate, because a swap costs more than a slightly better fit. A target
 * the router does not have gives way to one it has.
 */
export function autoModel(
  messages: unknown,
  auto: AutoModels,
  available: readonly string[],
  loaded: readonly string[],
): ModelChoice {
  const text = lastUserText(messages);
  const vague = new Set(text.match(VAGUE)?.map((word) => word.toLowerCase())).size;
  const coding = CLEAR.test(text) || vague >= 2;
  const candidates = [auto.general, auto.coder];
  const stay = loaded.find((model) => candidates.includes(model));
  if (!coding && vague === 1 && stay) return { model: stay, reason: 'policy-loaded' };
  const wanted = coding ? auto.coder : auto.general;
  const reason = coding ? 'policy-coder' : 'policy-general';
  if (available.length === 0 || available.includes(wanted)) return { model: wanted, reason };
  const fallback =
    candidates.find((model) => available.includes(model)) ?? loaded[0] ?? available[0]!;
  return { model: fallback, reason: 'policy-fallback' };
}

function lastUserText(messages: unknown): string {
  if (!Array.isArray(messages)) return '';
  const last = messages.findLast(
    (message) => (message as { role?: unknown } | null)?.role === 'user',
  ) as { content?: unknown } | undefined;
  const content = last?.content;
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map(partText).filter(Boolean).join('\n');
}

function partText(part: unknown): string {
  const { text, content, type } = (part ?? {}) as Record<string, unknown>;
  if (typeof text === 'string') return text;
  return type === 'text' && typeof content === 'string' ? content : '';
}
