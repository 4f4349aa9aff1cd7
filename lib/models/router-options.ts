import { z } from 'zod';
import { AutoOptions } from './auto-options.ts';

export const RouterOptions = z.object({
  /** `fixed`: there is no Deployment whose context size could be changed. */
  runtime: z.enum(['fixed']).optional(),
  /** The context size of models whose profile asks for none. */
  ctx_size: z.int().min(1).optional(),
  /** How many models may run at a time, where the router does not show its `--models-max`. */
  max_models: z.int().min(0).default(1),
  pinned: z.array(z.string().min(1)).default([]),
  auto: AutoOptions.prefault({}),
});

export type RouterOptions = z.output<typeof RouterOptions>;

/** The options of the router's entry in the backends file. @throws Error naming the key that does not fit. */
export function readRouterOptions(
  name: string,
  options: Readonly<Record<string, unknown>>,
): RouterOptions {
  const parsed = RouterOptions.safeParse(options);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`backends.${name}.options: ${faults.join('; ')}`);
}
