import { hostname } from 'node:os';
import { isIP } from 'node:net';

/** Endings no public name can have. */
const PRIVATE = /\.(?:localhost|local|internal|lan|home\.arpa)$/;

/**
 * Whether a request names this machine. A page on the web can let its own name point here (DNS rebinding) and would then
 * be of the same origin; what it cannot do is send another `Host`. So a public name passes only if it is in `names`;
 * addresses, bare words and private endings always do, and so does what has no `Host`, which no browser sends.
 */
export function knownHost(host: string | undefined, names: readonly string[]): boolean {
  if (!host) return true;
  if (!URL.canParse(`http://${host}`)) return false;
  const name = new URL(`http://${host}`).hostname.replace(/\.$/, '');
  return (
    name.startsWith('[') ||
    isIP(name) > 0 ||
    !name.includes('.') ||
    PRIVATE.test(name) ||
    name === hostname().toLowerCase() ||
    names.includes(name)
  );
}
