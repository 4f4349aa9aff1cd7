import { RE2JS } from 're2js';
import isUnnested from 'safe-regex2';

/** Replaces what it finds, in time that grows no faster than the text. */
export type Pattern = (text: string, replacement: string) => string;

const VARIABLE = 'SYNAPSE_TERMINAL_FEED_REDACT_EXTRA_PATTERNS';

/**
 * Patterns of the operator, separated by `||`, in RE2's syntax: no look-around, no references back. They run in linear
 * time; one that another engine would backtrack in without bound is refused all the same, as it is a mistake.
 * @throws Error naming a pattern that is not valid or not safe.
 */
export function parsePatterns(list: string): Pattern[] {
  return list
    .split('||')
    .map((pattern) => pattern.trim())
    .filter(Boolean)
    .map(compile);
}

function compile(source: string): Pattern {
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(source);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${VARIABLE}: "${source}" is not a pattern of RE2 (${reason})`, { cause });
  }
  if (!isUnnested(source.replace(/^\(\?[imsU]+\)/, '')))
    throw new Error(
      `${VARIABLE}: "${source}" nests repetitions and could backtrack without bound; repeat one thing at a time`,
    );
  return (text, replacement) => compiled.matcher(text).replaceAll(replacement);
}
