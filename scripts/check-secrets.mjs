// check-secrets.mjs FILE — refuses a Secret that an attacker could guess: placeholders, short or monotonous values.
import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';

const [file] = process.argv.slice(2);
const REQUIRED = ['dashboard_access_token', 'redis_password', 'terminal_feed_redis_url'];
const PLACEHOLDER =
  /change.?me|placeholder|example|your.?|secret|password|token|default|^12345|123456789|qwerty/i;

function read() {
  const secret = load(readFileSync(file, 'utf8'));
  if (secret?.kind !== 'Secret' || secret.metadata?.name !== 'synapse-gateway-secrets')
    throw new Error(`${file} is not the Secret synapse-gateway-secrets`);
  const decoded = Object.entries(secret.data ?? {}).map(([key, value]) => [
    key,
    Buffer.from(String(value), 'base64').toString(),
  ]);
  return { ...Object.fromEntries(decoded), ...secret.stringData };
}

function faultOf(value) {
  if (PLACEHOLDER.test(value)) return 'is a placeholder or a word';
  if (value.length < 32) return `has ${value.length} characters; at least 32 are needed`;
  if (new Set(value).size < 10) return 'repeats itself; take random characters';
  // Redis reads it from a line of words.
  if (/\s/.test(value)) return 'has blanks in it';
  return null;
}

/** What is wrong with the URL, for the Redis of components/redis. */
function faultOfUrl(url, password) {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (!/^rediss?:$/.test(parsed?.protocol)) return 'is not a redis:// or rediss:// URL';
  if (decodeURIComponent(parsed.password) !== password) return 'does not carry redis_password';
  if (parsed.hostname.startsWith('synapse-terminal-feed-redis') && parsed.username !== 'synapse')
    return 'must name the user synapse, the only one of that Redis';
  return null;
}

const faults = [];
try {
  const values = read();
  for (const key of REQUIRED) if (!values[key]) faults.push(`${key} is missing`);
  for (const key of ['dashboard_access_token', 'redis_password']) {
    const fault = values[key] && faultOf(values[key]);
    if (fault) faults.push(`${key} ${fault}`);
  }
  const url = values.terminal_feed_redis_url;
  const fault = url && faultOfUrl(url, values.redis_password);
  if (fault) faults.push(`terminal_feed_redis_url ${fault}`);
} catch (error) {
  faults.push(error.message);
}
for (const fault of faults) console.error(`${file}: ${fault}`);
if (faults.length > 0) {
  console.error('nothing was applied; `make gateway-secrets` writes a file with random values');
  process.exit(1);
}
