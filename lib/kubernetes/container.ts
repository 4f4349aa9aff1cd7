import type { V1Container } from '@kubernetes/client-node';
import { ctxSizeOf, flagValue } from './container-args.ts';

/** The context size a container is started with, wherever it says so; null: the server's own default. */
export function containerCtxSize({ command, args, env }: V1Container): number | null {
  const given = ctxSizeOf([...(command ?? []), ...(args ?? [])]);
  if (given !== null) return given;
  const value = env?.find(({ name }) => name === 'LLAMA_ARG_CTX_SIZE')?.value;
  return value === undefined ? null : flagValue(['-c', value], '--ctx-size', '-c');
}

/** Started through a shell: arguments added behind its script would not reach the server. */
export const isShellScript = ({ command, args }: V1Container): boolean =>
  /(?:^|\/)(?:ba|da)?sh -\w*c$/.test([...(command ?? []), ...(args ?? [])].slice(0, 2).join(' '));
