/** Asks a host where it signs people in, where hosts tell; before the metadata of the authorization server itself. */
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../../async/clock.ts';
import type { Log } from '../../log/log.ts';
import type { Fetch } from '../../net/fetch.ts';
import { parseRetryAfter, retryAfterCause } from '../../net/retry-after.ts';
import { requireSecureUrl } from '../../net/server-url.ts';
import type { AuthorizationServerAddress, HostMetadata, LocatedServer } from './authorization-server.ts';
import { parseJson } from './json-object.ts';
import { wordsForPeople } from './server-words.ts';

export interface ServerLocator {
  /**
   * Where the host says that people sign in; null when there is nothing to ask, or nothing was told: another status than
   * 200 (a redirect too, which is never followed), no JSON, or nothing of use in it. What was told is kept for an hour.
   *
   * @throws AppError `insecure_server`, `offline`, `tls_untrusted`, `response_too_large`; `server_busy` for 429 and 5xx,
   * where to guess would sign people in at another issuer than a moment later; the codes of `HostMetadata.read`
   */
  locate(address: AuthorizationServerAddress, signal?: AbortSignal): Promise<LocatedServer | null>;
}

const KEPT_MS = 60 * 60_000;

export interface ServerLocatorOptions extends Clock {
  readonly fetch: Fetch;
  readonly allowLoopbackHttp: boolean;
  readonly log: Log;
}

export function createServerLocator(options: ServerLocatorOptions): ServerLocator {
  /** By address. The document and not what was read from it: that also depends on the profile, which may change. */
  const known = new Map<string, { readonly document: unknown; readonly until: number }>();

  async function ask(url: string, signal?: AbortSignal): Promise<unknown> {
    const { host } = requireSecureUrl(url, options);
    const response = await options.fetch(url, {
      headers: { accept: 'application/json' },
      redirect: 'manual',
      ...(signal ? { signal } : {}),
    });
    const { status } = response;
    if (status === 429 || status >= 500) {
      const wait = parseRetryAfter(response.headers.get('retry-after'), options.now());
      const said = await wordsForPeople(response);
      const values = { reason: 'metadata', host, account: `${url}: HTTP ${status} ${said}`.trim() } as const;
      throw new AppError('server_busy', values, retryAfterCause(wait));
    }
    // Many servers answer with a page for people at addresses that they do not know: that is no JSON.
    const document = status === 200 ? (parseJson(await response.clone().text()) ?? null) : null;
    if (document === null) {
      options.log.info('metadata.host-silent', { host, status, said: await wordsForPeople(response) });
    }
    return document;
  }

  async function locateBy(metadata: HostMetadata, signal?: AbortSignal): Promise<LocatedServer | null> {
    const kept = known.get(metadata.url);
    if (kept && options.uptime() < kept.until) return metadata.read(kept.document);
    const document = await ask(metadata.url, signal);
    const located = metadata.read(document);
    if (located) {
      known.set(metadata.url, { document, until: options.uptime() + KEPT_MS });
      options.log.info('metadata.host-told', { issuer: located.server.issuer });
    }
    return located;
  }

  return {
    locate: async ({ hostMetadata }, signal) => (hostMetadata ? locateBy(hostMetadata, signal) : null),
  };
}
