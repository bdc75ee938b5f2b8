/** Who signed in, and what is known of them: by SCIM Me, the ID token or the token answer, and else by UserInfo. */
import { AppError, type AppErrorView } from '../../../shared/errors.ts';
import { EmailAddress } from '../../../shared/profile/fields.ts';
import type { Log } from '../../log/log.ts';
import { plainText } from '../../log/plain-text.ts';
import type { Fetch } from '../../net/fetch.ts';
import type { Grant, IdentityProblems, Person } from '../grants/grant.ts';
import type { IdentityEndpoint, OAuthClient, ServerRules } from '../tokens/authorization-server.ts';
import type { ServerMetadata } from '../tokens/server-metadata.ts';
import type { IdentityClaims, TokenAnswer } from '../tokens/token-response.ts';
import type { UserInfo, UserInfoClaims } from '../tokens/user-info.ts';
import { findIdentity, type Identity, isAddressVouchedFor, personFromClaims, withNamesOf } from './identity.ts';
import { mappedClaims, withheldClaims } from './mapped-claims.ts';

/** Where an answer says who the person is. */
export interface PersonRules {
  /** Claims of an ID token that may hold the user name, the first of which counts. */
  readonly userNameClaims: readonly string[];
  /** Claims that this ID token itself calls unproven, and which therefore do not count. Left out: none. */
  readonly unprovenClaims?: (claims: Readonly<Record<string, unknown>>) => readonly string[];
  /** The field of a token answer that holds the user name, or null. */
  readonly userNameField: string | null;
}

/** A sign-in whose tokens have come. `identityUrl` is that of SCIM Me, if there is one. */
interface PersonRequest extends IdentityEndpoint {
  readonly server: ServerMetadata;
  readonly serverRules: ServerRules;
  readonly client: OAuthClient;
  /** Those that were asked for. */
  readonly scopes: readonly string[];
  readonly rules: PersonRules;
  /** Names of the claims to keep. */
  readonly claimNames: readonly string[];
  readonly jwksUri: string | null;
  readonly signal: AbortSignal;
}

type Found = Pick<Grant, 'person' | 'claims' | 'identityProblems'>;

interface PersonOptions {
  readonly fetch: Fetch;
  readonly userInfo: UserInfo;
  readonly log: Log;
}

/**
 * UserInfo is asked once for each sign-in, and only when the rest names nobody by an address, or lacks a claim that is
 * mapped (OpenID Connect Core section 5.4: an ID token need not carry either). When it cannot be asked, the sign-in
 * stands; the grant keeps why something is missing, for when it is needed. Renewals do not ask again: what a sign-in said
 * of a person holds until the next one.
 *
 * @param accessToken the one that the data platform takes, which may have been exchanged for that of `tokens`
 * @throws AppError `user_info_mismatch`, the codes of `findIdentity`; or the signal's reason
 */
export async function findPerson(
  options: PersonOptions,
  request: PersonRequest,
  tokens: TokenAnswer,
  accessToken: string,
): Promise<Found> {
  const { rules, claimNames: names, identityUrl, identityHeaders, signal } = request;
  const { claims } = tokens;
  const unproven = (claims && rules.unprovenClaims?.(claims)) ?? [];
  const named = rules.userNameField === null ? null : tokens.fields[rules.userNameField];
  let unreached: AppError | null = null;
  const identity: Identity = await findIdentity(options, {
    identityUrl,
    ...(identityHeaders && { identityHeaders }),
    accessToken,
    claims,
    userNameClaims: rules.userNameClaims,
    unprovenClaims: unproven,
    userName: typeof named === 'string' && named !== '' ? named : null,
    signal,
  }).catch((error: unknown) => {
    if (claims === null || signal.aborted || !(error instanceof AppError)) throw error;
    options.log.warn('identity.scim-failed', { code: error.code });
    unreached = error;
    return { person: null, attributes: null };
  });
  const { person, attributes, problem: refused } = identity;
  const values = mappedClaims(names, claims, attributes, unproven);
  const known = { person, claims, attributes, refused: refused?.toView() ?? null };
  // Without an ID token there is nothing that `sub` could be compared with.
  if (claims === null) {
    const ofClaims = names.map((name) => [name, values[name] === null ? known.refused : null] as const);
    return { person, claims: values, ...withProblems(hasAddress(person) ? null : known.refused, ofClaims) };
  }
  const isNamed = attributes !== null || hasAddress(person);
  const withheld = withheldClaims(names, claims, null, unproven);
  const isLacking = names.some((name) => values[name] === null && !withheld.includes(name));
  const isWorthAsking = (!isNamed && isAddressVouchedFor(claims)) || isLacking;
  const told = isWorthAsking ? await askUserInfo(options, request, tokens, claims) : nothingTold;
  const found = withUserInfo({ ...known, isNamed, claims }, told, request);
  // Nobody else said it either.
  if (found.person === null && unreached !== null) throw unreached;
  return found;
}

/** What UserInfo told; or, for the person, why it did not. */
interface Told {
  readonly info: UserInfoClaims | null;
  readonly problem: AppErrorView | null;
}

const nothingTold: Told = { info: null, problem: null };

async function askUserInfo(
  { userInfo, log }: PersonOptions,
  { server, serverRules, client, scopes, jwksUri, signal }: PersonRequest,
  { accessToken }: TokenAnswer,
  idTokenClaims: IdentityClaims,
): Promise<Told> {
  const { userinfo_endpoint: endpoint, untrustedUserInfo: address } = server;
  if (address !== undefined) {
    return { info: null, problem: new AppError('user_info_failed', { reason: 'untrusted', address }).toView() };
  }
  if (endpoint === undefined || serverRules.isForUserInfo?.(scopes, endpoint) === false) return nothingTold;
  const { host } = new URL(endpoint);
  log.info('identity.user-info-asked', { host });
  const { clientId } = client;
  try {
    return {
      info: await userInfo.ask({ endpoint, accessToken, idTokenClaims, clientId, jwksUri, signal }),
      problem: null,
    };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'user_info_failed') throw error;
    log.warn('identity.user-info-failed', { code: error.code, reason: error.values.reason ?? '' });
    return { info: null, problem: error.toView() };
  }
}

/** What is known before UserInfo, and by what. */
interface Known {
  readonly person: Person | null;
  /** Whether nobody needs to be asked who the person is. */
  readonly isNamed: boolean;
  readonly claims: IdentityClaims;
  readonly attributes: Readonly<Record<string, unknown>> | null;
  /** Why the data platform did not say it, where it was asked. */
  readonly refused: AppErrorView | null;
}

function withUserInfo(
  { person, isNamed, claims, attributes, refused }: Known,
  { info, problem }: Told,
  { rules, claimNames: names }: PersonRequest,
): Found {
  const all: IdentityClaims = { ...claims, ...info, sub: claims.sub };
  // What one of them doubts is in doubt.
  const unproven = [claims, info].flatMap((said) => (said && rules.unprovenClaims?.(said)) ?? []);
  const values = mappedClaims(names, claims, attributes, unproven, info);
  const isVouchedFor = isAddressVouchedFor(claims) && (info === null || isAddressVouchedFor(info));
  const byInfo = info !== null && isVouchedFor ? personFromClaims(all, rules.userNameClaims, unproven) : null;
  const named = isNamed || !isVouchedFor ? person : ([byInfo, person].find(hasAddress) ?? person ?? byInfo);
  const best = named && withNamesOf(byInfo, named);

  const doubt = isVouchedFor && !unproven.includes('email') ? null : unverified(all, isVouchedFor);
  const withheld = withheldClaims(names, claims, info, unproven);
  const ofClaims = names
    .filter((name) => values[name] === null)
    .map((name) => [name, withheld.includes(name) ? doubt : (problem ?? refused)] as const);
  const ofPerson = isNamed || hasAddress(best) ? null : (doubt ?? problem ?? refused);
  return { person: best, claims: values, ...withProblems(ofPerson, ofClaims) };
}

/** Why something is not known, as far as it is known why. */
function withProblems(
  person: AppErrorView | null,
  ofClaims: readonly (readonly [name: string, problem: AppErrorView | null])[],
): { readonly identityProblems?: IdentityProblems } {
  const claims = ofClaims.filter((entry): entry is readonly [string, AppErrorView] => entry[1] !== null);
  if (person === null && claims.length === 0) return {};
  return { identityProblems: { ...(person && { person }), claims: Object.fromEntries(claims) } };
}

const hasAddress = (person: Person | null): boolean => EmailAddress.safeParse(person?.userName).success;

function unverified({ email }: IdentityClaims, isVouchedFor: boolean): AppErrorView {
  if (isVouchedFor) return new AppError('email_unverified', { reason: 'unproven' }).toView();
  return typeof email === 'string' && email !== ''
    ? new AppError('email_unverified', { reason: 'said', address: plainText(email, 200) }).toView()
    : new AppError('email_unverified', { reason: 'saidOfNone' }).toView();
}
