/** Whom the data platform takes this person for. */
import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import type { Log } from '../audit/log.ts';
import type { Fetch } from '../net/fetch.ts';
import type { Person } from './grant.ts';
import type { IdentityClaims } from './token-client.ts';

/** SCIM 2.0 Me (RFC 7644 section 3.11), as far as it is of use. */
const ScimMe = z.object({
  id: z.coerce.string(),
  userName: z.string().min(1).max(320),
  displayName: z.string().max(320).optional(),
});

/**
 * Asks SCIM Me with the access token; where that is refused (a narrow scope may not reach it), the ID token answers.
 * Null when neither knows: whether that matters depends on the profile, so the caller raises identity_unknown.
 *
 * Raises offline, tls_untrusted, response_too_large or the signal's reason, when there is no ID token to fall back on.
 */
export async function whoAmI(
  deps: { readonly fetch: Fetch; readonly log: Log },
  request: {
    readonly identityUrl: string | null;
    readonly accessToken: string;
    readonly claims: IdentityClaims | null;
    readonly signal?: AbortSignal;
  },
): Promise<Person | null> {
  const fromIdToken = request.claims ? personFromClaims(request.claims) : null;
  if (request.identityUrl === null) return fromIdToken;
  try {
    return (await askScim(deps, request.identityUrl, request.accessToken, request.signal)) ?? fromIdToken;
  } catch (error) {
    if (fromIdToken === null || request.signal?.aborted) throw error;
    deps.log.warn('identity.scim_failed', { code: error instanceof AppError ? error.code : 'internal' });
    return fromIdToken;
  }
}

async function askScim(
  deps: { readonly fetch: Fetch; readonly log: Log },
  url: string,
  accessToken: string,
  signal?: AbortSignal,
): Promise<Person | null> {
  const response = await deps.fetch(url, {
    headers: { accept: 'application/scim+json, application/json', authorization: `Bearer ${accessToken}` },
    redirect: 'manual',
    ...(signal ? { signal } : {}),
  });
  const body = await response.text();
  const me = response.status === 200 ? parseMe(body) : null;
  if (me === null) {
    deps.log.warn('identity.scim_refused', { status: response.status });
    return null;
  }
  return { id: me.id, userName: me.userName, displayName: me.displayName ?? me.userName };
}

function parseMe(body: string): z.infer<typeof ScimMe> | null {
  try {
    return ScimMe.safeParse(JSON.parse(body)).data ?? null;
  } catch {
    // Not JSON: something else than SCIM answers at this address.
    return null;
  }
}

/**
 * The person of an ID token (OpenID Connect Core section 5.1). An address that the server says it did not verify could
 * be anybody's, and Sigma would take the person for its owner; such a token names nobody.
 */
export function personFromClaims(claims: IdentityClaims): Person | null {
  if (claims.email_verified === false) return null;
  const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
  const userName = text(claims.email) ?? text(claims.preferred_username);
  if (userName === null) return null;
  return { id: claims.sub, userName, displayName: text(claims.name) ?? userName };
}
