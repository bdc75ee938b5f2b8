/** Who signed in, as the data platform knows them: by SCIM Me, the ID token, or the token answer. */
import { z } from 'zod';
import { codeOf } from '../../../shared/errors.ts';
import type { Log } from '../../log/log.ts';
import type { Fetch } from '../../net/fetch.ts';
import type { Person } from '../grants/grant.ts';
import type { IdentityClaims } from '../tokens/token-response.ts';

/** SCIM 2.0 Me (RFC 7644 section 3.11), as far as it is of use; other attributes may be mapped by an administrator. */
const ScimMe = z.looseObject({
  id: z.coerce.string(),
  userName: z.string().min(1).max(320),
  displayName: z.string().max(320).optional(),
});
type ScimMe = z.infer<typeof ScimMe>;

export interface Identity {
  /** Null when it is not known: whether that matters depends on the profile, so the caller decides on `identity_unknown`. */
  readonly person: Person | null;
  /** Everything that SCIM Me answered, or null. */
  readonly attributes: Readonly<Record<string, unknown>> | null;
}

export interface IdentityRequest {
  /** SCIM Me, or null where there is nothing like it. */
  readonly identityUrl: string | null;
  readonly accessToken: string;
  readonly claims: IdentityClaims | null;
  /** Claims that may hold the user name, the first of which counts. */
  readonly userNameClaims?: readonly string[];
  /** The user name that came with the token answer, where a provider sends one. */
  readonly userName?: string | null;
  readonly signal?: AbortSignal;
}

/**
 * Asks SCIM Me with the access token; where that is refused (a narrow scope may not reach it), the ID token answers, or
 * the token answer itself.
 *
 * @throws AppError `offline`, `tls_untrusted`, `response_too_large`; or the signal's reason, when there is nothing to
 * fall back on
 */
export async function findIdentity(
  options: { readonly fetch: Fetch; readonly log: Log },
  request: IdentityRequest,
): Promise<Identity> {
  const { claims, userName = null, identityUrl } = request;
  const fromAnswer = userName === null ? null : { id: userName, userName, displayName: userName };
  const known = (claims ? personFromClaims(claims, request.userNameClaims) : null) ?? fromAnswer;
  if (identityUrl === null) return { person: known, attributes: null };
  try {
    const me = await askScim(options, identityUrl, request.accessToken, request.signal);
    if (me === null) return { person: known, attributes: null };
    const person = { id: me.id, userName: me.userName, displayName: me.displayName ?? me.userName };
    return { person, attributes: me };
  } catch (error) {
    if (known === null || request.signal?.aborted) throw error;
    options.log.warn('identity.scim-failed', { code: codeOf(error) });
    return { person: known, attributes: null };
  }
}

async function askScim(
  options: { readonly fetch: Fetch; readonly log: Log },
  url: string,
  accessToken: string,
  signal?: AbortSignal,
): Promise<ScimMe | null> {
  const response = await options.fetch(url, {
    headers: { accept: 'application/scim+json, application/json', authorization: `Bearer ${accessToken}` },
    redirect: 'manual',
    ...(signal ? { signal } : {}),
  });
  const body = await response.text();
  const me = response.status === 200 ? parseMe(body) : null;
  if (me === null) options.log.warn('identity.scim-refused', { status: response.status });
  return me;
}

function parseMe(body: string): ScimMe | null {
  try {
    return ScimMe.safeParse(JSON.parse(body)).data ?? null;
  } catch {
    // Not JSON: something else than SCIM answers at this address.
    return null;
  }
}

/**
 * The person of an ID token (OpenID Connect Core section 5.1). Null when the server says that it did not verify the
 * address: it could belong to another person, and Sigma would take the one who signed in for its owner.
 */
export function personFromClaims(
  claims: IdentityClaims,
  userNameClaims: readonly string[] = ['email', 'preferred_username'],
): Person | null {
  if (claims.email_verified === false) return null;
  const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
  const userName = userNameClaims.map((name) => text(claims[name])).find((value) => value !== null) ?? null;
  if (userName === null) return null;
  return { id: claims.sub, userName, displayName: text(claims.name) ?? userName };
}
