import type { Env } from '../config/env.ts';
import { ownSecrets } from './own-secrets.ts';
import { parsePatterns } from './patterns.ts';
import { createRedactor, type Redactor } from './redact.ts';

/** The redactor that an environment asks for. @throws Error naming a pattern of the operator that does not fit. */
export const redactorOf = (env: Env): Redactor =>
  createRedactor([...ownSecrets(env), ...parsePatterns(env.TERMINAL_FEED_REDACT_EXTRA_PATTERNS)]);
