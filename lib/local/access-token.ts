import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface AccessToken {
  readonly token: string;
  /** Made here; one that the user chose is not shown anywhere. */
  readonly made: boolean;
}

const VARIABLE = 'SYNAPSE_DASHBOARD_ACCESS_TOKEN';

/** The user's own access token, or a random one that is kept in the data folder, readable by its owner only. */
export function accessToken(env: NodeJS.ProcessEnv, dataDirectory: string): AccessToken {
  const given = Object.entries(env).find(
    ([name, value]) => value && name.toUpperCase() === VARIABLE,
  );
  if (given) return { token: given[1]!, made: false };
  const file = join(dataDirectory, 'dashboard-token');
  mkdirSync(dataDirectory, { recursive: true });
  try {
    writeFileSync(file, `${randomBytes(24).toString('base64url')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  chmodSync(file, 0o600);
  const token = readFileSync(file, 'utf8').trim();
  if (token) return { token, made: true };
  throw new Error(`${file} is empty; remove it`);
}

/** What a function gets to see: the access token is for the dashboard only. */
export function environmentOf(
  name: string,
  env: Readonly<Record<string, string>>,
  { token }: AccessToken,
): Record<string, string> {
  const others = Object.entries(env).filter(([key]) => key.toUpperCase() !== VARIABLE);
  return { ...Object.fromEntries(others), ...(name === 'dashboard' && { [VARIABLE]: token }) };
}
