/** Reads what a PAC script answered. */
import { AppError } from '../../shared/errors.ts';

const schemes: Readonly<Record<string, string>> = { PROXY: 'http', HTTP: 'http', HTTPS: 'https' };

/**
 * The ways that an answer allows, in its order, as in browsers: proxies as URLs, and null for going direct.
 *
 * An entry that we cannot use (SOCKS, or one that cannot be read) is left out for the proxies after it. It is never left
 * out for DIRECT, since going direct may be just what the proxy is there to prevent.
 *
 * @param answer such as `PROXY one.example:8080; PROXY two.example:8080; DIRECT`; empty means DIRECT
 * @throws AppError `proxy_unusable` when no way is left
 */
export function proxyRoutes(answer: string): readonly (string | null)[] {
  const entries = answer
    .split(';')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  if (entries.length === 0) return [null];
  const routes: (string | null)[] = [];
  let isOneUnusable = false;
  for (const entry of entries) {
    const [kind = '', address = ''] = entry.split(/\s+/);
    const url = `${schemes[kind.toUpperCase()] ?? ''}://${address}`;
    if (kind.toUpperCase() === 'DIRECT') {
      if (!isOneUnusable) routes.push(null);
    } else if (!/[/?#\\]/.test(address) && URL.canParse(url)) routes.push(new URL(url).origin);
    else isOneUnusable = true;
  }
  if (routes.length === 0) throw new AppError('proxy_unusable', { reason: 'settings', said: answer.slice(0, 200) });
  return routes;
}

/** So long a proxy that could not be reached is tried after all other ways, in milliseconds; as in browsers. */
const REMEMBERED_MS = 5 * 60_000;

export interface ProxyMemory {
  /** The routes, those that failed lately at the end. */
  sort(routes: readonly (string | null)[]): readonly (string | null)[];
  failed(route: string): void;
  worked(route: string): void;
}

/** Without it, every request would wait anew for the first proxy of a list to be given up. */
export function createProxyMemory(uptime: () => number): ProxyMemory {
  const failedAt = new Map<string, number>();
  const isBad = (route: string | null): boolean => {
    const at = route === null ? undefined : failedAt.get(route);
    return at !== undefined && uptime() - at < REMEMBERED_MS;
  };
  return {
    sort: (routes) => [...routes.filter((route) => !isBad(route)), ...routes.filter(isBad)],
    failed: (route) => void failedAt.set(route, uptime()),
    worked: (route) => void failedAt.delete(route),
  };
}
