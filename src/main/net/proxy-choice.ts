/** Reads what a PAC script answered. */
import { AppError } from '../../shared/errors.ts';

/**
 * The proxy to use as a URL, or null for none. The first entry that we can use wins, as in browsers; an answer
 * without any is refused rather than bypassed, since going direct may be just what the proxy is there to prevent.
 *
 * @param answer such as `PROXY proxy.example:8080; DIRECT`; empty means DIRECT
 * @throws AppError `offline`
 */
export function proxyChoice(answer: string): string | null {
  const entries = answer
    .split(';')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  if (entries.length === 0) return null;
  for (const entry of entries) {
    const [kind = '', address = ''] = entry.split(/\s+/);
    const scheme = { PROXY: 'http', HTTP: 'http', HTTPS: 'https' }[kind.toUpperCase()];
    if (kind.toUpperCase() === 'DIRECT') return null;
    if (scheme === undefined || !URL.canParse(`${scheme}://${address}`)) continue;
    return new URL(`${scheme}://${address}`).origin;
  }
  throw new AppError('offline', { reason: 'noUsableProxy', said: answer.slice(0, 200) });
}
