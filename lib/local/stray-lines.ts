import { connectBus } from '../bus/connect.ts';
import { readEnv } from '../config/env.ts';
import { oneLine, timestamp } from '../logging/log-event.ts';
import { parsePatterns } from '../logging/patterns.ts';
import { createRedactor } from '../logging/redact.ts';
import { isNoise } from './print-line.ts';

/**
 * Puts into the terminal feed what a function prints without its log, such as the last words of one that crashes.
 * @throws Error naming a variable that does not fit.
 */
export function strayLines(
  variables: Readonly<Record<string, string>>,
): (name: string, line: string) => void {
  const env = readEnv(variables);
  const redact = createRedactor(parsePatterns(env.TERMINAL_FEED_REDACT_EXTRA_PATTERNS));
  const bus = connectBus(env, { host: false, tell: () => {} });
  return (name, line) => {
    if (env.TERMINAL_FEED_MODE !== 'live' || line.startsWith('{') || isNoise(line)) return;
    bus.publish('log', {
      ts: timestamp(),
      source: `synapse.${name}`,
      level: 'WARNING',
      message: oneLine(redact(line), env.TERMINAL_FEED_MAX_LINE_CHARS),
      instance: env.INSTANCE_ID,
    });
  };
}
