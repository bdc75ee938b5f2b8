/** Who signed in, as the data platform knows them: by SCIM Me, the ID token, or the token answer. */

import { AppError, codeOf } from '../../../shared/errors.ts';
import { holdsHiddenCharacters, shownName } from '../../../shared/profile/visible-text.ts';
import { z } from '../../../shared/zod.ts';
import type { Log } from '../../log/log.ts';
import type { Fetch } from '../../net/fetch.ts';
import type { Person } from '../grants/grant.ts';
import type { IdentityEndpoint } from '../tokens/authorization-server.ts';
import { isObject, parseJsonObject } from '../tokens/json-object.ts';
import { wordsForPeople } from '../tokens/server-words.ts';
import type { IdentityClaims } from '../tokens/token-response.ts';

/** SCIM 2.0 Me (RFC 7644 section 3.11), as far as it is of use; other attributes may be mapped by an administrator. */
const ScimMe = z.looseObject({
  id: z.union([z.string(), z.number().transform(String)]).catch(''),
  userName: z.string().refine(isUserName).nullish(),
  /** Only shown: what is no text makes nobody unknown. */
  displayName: z.preprocess((given) => (typeof given === 'string' ? given : undefined), z.string().max(320).optional()),
});
type ScimMe = z.infer<typeof ScimMe>;

export interface Identity {
  /** Null when it is not known: whether that matters depends on the profile, so the caller decides on `identity_unknown`. */
  readonly person: Person | null;
  /** Everything that SCIM Me answered, or null. */
  readonly attributes: Readonly<Record<string, unknown>> | null;
  /** Where SCIM Me was asked and refused: what it said. Others may have named the person all the same. */
  readonly problem?: AppError;
}

/** `identityUrl` is that of SCIM Me, or null where there is nothing like it. */
export interface IdentityRequest extends IdentityEndpoint {
  readonly accessToken: string;
  readonly claims: IdentityClaims | null;
  /** Claims that may hold the user name, the first of which counts. */
  readonly userNameClaims?: readonly string[];
  /** Claims that this ID token itself calls unproven; none, where a provider knows of no such. */
  readonly unprovenClaims?: readonly string[];
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
  const fromAnswer = userName === null ? null : personOf(userName, userName, null);
  const known =
    (claims ? personFromClaims(claims, request.userNameClaims, request.unprovenClaims) : null) ?? fromAnswer;
  if (identityUrl === null) return { person: known, attributes: null };
  try {
    const me = await askScim(options, identityUrl, request);
    if (me instanceof AppError) return { person: known, attributes: null, problem: me };
    // SCIM knows the account and has no name for it: an answer, and not the refusal of one.
    if (me.userName == null) return { person: known, attributes: me };
    const person = personOf(me.id, me.userName, me.displayName, namesOfScim(me));
    return { person: person && withNamesOf(known, person), attributes: me };
  } catch (error) {
    if (known === null || request.signal?.aborted) throw error;
    options.log.warn('identity.scim-failed', { code: codeOf(error) });
    return { person: known, attributes: null };
  }
}

async function askScim(
  options: { readonly fetch: Fetch; readonly log: Log },
  url: string,
  { accessToken, identityHeaders, signal }: IdentityRequest,
): Promise<ScimMe | AppError> {
  const response = await options.fetch(url, {
    headers: {
      ...identityHeaders,
      accept: 'application/scim+json, application/json',
      authorization: `Bearer ${accessToken}`,
    },
    redirect: 'manual',
    ...(signal ? { signal } : {}),
  });
  const me = response.status === 200 ? parseMe(await response.clone().text()) : null;
  if (me !== null) return me;
  const { status } = response;
  const said = await wordsForPeople(response, [accessToken]);
  options.log.warn('identity.scim-refused', { status, said });
  const { host } = new URL(url);
  return new AppError('identity_unknown', { reason: 'meRefused', host, status, said, remedy: 'meRefused' });
}

/** Null where something else than SCIM answers at this address. */
function parseMe(body: string): ScimMe | null {
  const me = ScimMe.safeParse(parseJsonObject(body)).data ?? null;
  if (me?.userName != null) return me;
  // Without a name it could be anything, unless it says that it is a user (RFC 7643 section 4.1).
  const schemas = Array.isArray(me?.schemas) ? me.schemas : [];
  return schemas.includes('urn:ietf:params:scim:schemas:core:2.0:User') ? me : null;
}

/** Whether a server's name for a person can be taken as it is: what nobody can see would make it another one. */
function isUserName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= 320 && !holdsHiddenCharacters(value);
}

/**
 * Null for a user name that cannot be taken. What is only shown is cleaned instead, and where there is no name to show,
 * made of given and family name.
 */
function personOf(id: string, userName: string, displayName: unknown, names: Names = {}): Person | null {
  if (!isUserName(userName)) return null;
  const shown = typeof displayName === 'string' ? shownName(displayName) : '';
  const bothNames = [names.firstName, names.lastName].filter((name) => name !== undefined).join(' ');
  return { id: id || userName, userName, displayName: shown || bothNames || userName, ...names };
}

type Names = Pick<Person, 'firstName' | 'lastName'>;

/** In characters. What is longer is left out rather than cut: half a name is another name. */
const LONGEST_NAME = 100;

/** Names that go to Sigma, each as one line without characters that nobody can see. One that is not there is left out. */
function namesOf(first: unknown, last: unknown): Names {
  const [firstName, lastName] = [first, last].map((name) =>
    typeof name === 'string' && name.length <= LONGEST_NAME ? shownName(name) : '',
  );
  return { ...(firstName && { firstName }), ...(lastName && { lastName }) };
}

/** RFC 7643 section 4.1.1. */
function namesOfScim({ name }: ScimMe): Names {
  const { givenName, familyName } = isObject(name) ? name : {};
  return namesOf(givenName, familyName);
}

/**
 * The person as one source has them; what it says of no name, with the names of another source, as long as that is about
 * the same person.
 */
export function withNamesOf(known: Person | null, person: Person): Person {
  if (known?.userName.toLowerCase() !== person.userName.toLowerCase()) return person;
  const displayName = person.displayName === person.userName ? known.displayName : person.displayName;
  const isNamed = person.firstName !== undefined || person.lastName !== undefined;
  return { ...person, displayName, ...(isNamed ? {} : namesOf(known.firstName, known.lastName)) };
}

/**
 * Whether the server vouches for the address of an ID token, or is silent about it (OpenID Connect Core section 5.1).
 * Some servers send the claim as text. Everything but `true` says no: `"false"`, `0`, and what nobody has thought of.
 */
export function isAddressVouchedFor({ email_verified: verified }: Readonly<Record<string, unknown>>): boolean {
  return verified === undefined || verified === null || verified === true || verified === 'true';
}

/**
 * The person of an ID token (OpenID Connect Core section 5.1). Null when the server does not vouch for the address: it
 * could belong to another person, and Sigma would take the one who signed in for its owner.
 *
 * @param unproven claims that do not count, whatever they hold
 */
export function personFromClaims(
  claims: IdentityClaims,
  userNameClaims: readonly string[] = ['email', 'preferred_username'],
  unproven: readonly string[] = [],
): Person | null {
  if (!isAddressVouchedFor(claims)) return null;
  const userName = userNameClaims
    .filter((name) => !unproven.includes(name))
    .map((name) => claims[name])
    .find((value) => typeof value === 'string' && value !== '');
  if (typeof userName !== 'string') return null;
  return personOf(claims.sub, userName, claims.name, namesOf(claims.given_name, claims.family_name));
}
