/**
 * The redirect URLs of a profile's connections. Where two servers share one and neither names itself in its answer, an
 * answer of the one can be taken for one of the other (RFC 9700 section 4.4.2.2); so each connection is offered its own.
 */

import { serverOfFields } from '../../shared/providers/catalog.ts';
import type { ProviderKind } from '../../shared/providers/provider.ts';
import type { ConnectionValues } from './connection-values.ts';
import { isServiceAccountPattern, usualRedirects } from './patterns.ts';
import { splitLines } from './text-values.ts';

/** The usual URL for the first of a kind, and for others of it one with a number in its path. */
const numbered = (kind: ProviderKind, number: number): string =>
  number === 1 ? usualRedirects(kind) : usualRedirects(kind).replace(`/${kind}/`, `/${kind}-${number}/`);

/** Most that are tried; a profile with more connections of a kind shares the last. */
const MOST = 64;

/** Whether the field still holds what was offered, so that it may follow another choice. */
export const isOfferedRedirect = (kind: ProviderKind, redirectUris: string): boolean =>
  Array.from({ length: MOST }, (_, index) => numbered(kind, index + 1)).includes(redirectUris.trim());

/** A service account has no browser that comes back. */
const urlsOf = ({ pattern, redirectUris }: ConnectionValues): string[] =>
  isServiceAccountPattern(pattern) ? [] : splitLines(redirectUris);

/** A redirect URL for a server of this kind that no other connection has. */
export function offeredRedirect(kind: ProviderKind, others: readonly ConnectionValues[]): string {
  const taken = new Set(others.flatMap(urlsOf));
  const free = Array.from({ length: MOST }, (_, index) => numbered(kind, index + 1)).find((url) => !taken.has(url));
  return free ?? numbered(kind, MOST);
}

/** One that has a redirect URL of this connection too, and people sign in to another server there; null for none. */
export function sharesRedirect(
  connection: ConnectionValues,
  connections: readonly ConnectionValues[],
): ConnectionValues | null {
  const urls = new Set(urlsOf(connection));
  const server = serverOf(connection);
  return (
    connections.find(
      (other) =>
        other.key !== connection.key && serverOf(other) !== server && urlsOf(other).some((url) => urls.has(url)),
    ) ?? null
  );
}

/** Level and workspace are not part of it: the host answers for all of them. */
function serverOf(connection: ConnectionValues): string {
  const server = serverOfFields(connection.provider, connection);
  return server.provider === 'databricks' ? `databricks ${server.host}` : JSON.stringify(server);
}
