/** UserInfo (OpenID Connect Core section 5.3): what a server says about a person beyond its ID token. */
import { AppError, type RemedyName } from '../../../shared/errors.ts';
import type { Clock } from '../../async/clock.ts';
import type { Timers } from '../../async/timers.ts';
import { plainText } from '../../log/plain-text.ts';
import type { Fetch } from '../../net/fetch.ts';
import { createIdTokenVerifier, type IdTokenVerifier } from './id-token.ts';
import { parseJsonObject } from './json-object.ts';
import { claimsIn } from './jwt-claims.ts';
import { wordsForPeople } from './server-words.ts';
import { CLOCK_TOLERANCE_S, type IdentityClaims } from './token-response.ts';

export interface UserInfoRequest {
  /** As the metadata names it, and as it passed the rules for endpoints. */
  readonly endpoint: string;
  /** Of the server that has the endpoint, and never one that it was exchanged for. */
  readonly accessToken: string;
  /** The claims of the verified ID token that came with the access token. */
  readonly idTokenClaims: IdentityClaims;
  readonly clientId: string;
  /** Where the keys of a signed answer are; null when the server names none. */
  readonly jwksUri: string | null;
  readonly signal?: AbortSignal;
}

export type UserInfoClaims = Readonly<Record<string, unknown>>;

export interface UserInfo {
  /**
   * The claims, as soon as it is certain that they are about the person of the ID token: an access token may have been
   * swapped for another's (section 16.11), so `sub` has to be the same (section 5.3.2). A signed answer has to be signed
   * by the server and, where it says so, made by it, for us and for now. Redirects are not followed, and nothing is asked
   * twice.
   *
   * @throws AppError `user_info_failed`; `user_info_mismatch` for another person; or the signal's reason
   */
  ask(request: UserInfoRequest): Promise<UserInfoClaims>;
}

/** A person waits for it in front of the browser, and mostly for a claim that they could do without. */
export const USER_INFO_LIMIT_MS = 10_000;

export function createUserInfo(options: Clock & Timers & { readonly fetch: Fetch }): UserInfo {
  const verifier = createIdTokenVerifier(options);

  async function ask(request: UserInfoRequest, signal: AbortSignal): Promise<UserInfoClaims> {
    const { endpoint, accessToken, idTokenClaims } = request;
    const { host } = new URL(endpoint);
    const answer = await options.fetch(endpoint, {
      headers: { accept: 'application/json, application/jwt', authorization: `Bearer ${accessToken}` },
      redirect: 'manual',
      signal,
    });
    const { status, headers } = answer;
    if (status !== 200) {
      const said = await wordsForPeople(answer, [accessToken]);
      throw new AppError('user_info_failed', { reason: 'refused', host, status, said });
    }
    const body = await answer.text();
    const type = headers.get('content-type');
    const claims = isSigned(type)
      ? await signedClaims(verifier, { ...request, signal }, body.trim(), options.now())
      : plainClaims(body, type, host);
    if (typeof claims.sub !== 'string') throw new AppError('user_info_failed', { reason: 'noSubject', host });
    if (claims.sub !== idTokenClaims.sub) throw new AppError('user_info_mismatch', { host });
    return claims;
  }

  return {
    async ask(request) {
      const { host } = new URL(request.endpoint);
      const late = new AbortController();
      const tooLate = new AppError('offline', { reason: 'timedOut', host });
      const stopTimer = options.setTimer(() => late.abort(tooLate), USER_INFO_LIMIT_MS);
      try {
        return await ask(request, request.signal ? AbortSignal.any([request.signal, late.signal]) : late.signal);
      } catch (error) {
        if (request.signal?.aborted || !(error instanceof AppError)) throw error;
        if (error.code === 'user_info_failed' || error.code === 'user_info_mismatch') throw error;
        // By its own code it would be said of the sign-in, which goes on.
        const said = [error.code, error.values.systemCode ?? ''].filter((part) => part !== '').join(', ');
        throw new AppError('user_info_failed', { reason: 'unreachable', host, said });
      } finally {
        stopTimer();
      }
    },
  };
}

const isSigned = (type: string | null): boolean => /^\s*application\/jwt\b/i.test(type ?? '');

/** @throws AppError `user_info_failed` */
function plainClaims(body: string, type: string | null, host: string): UserInfoClaims {
  if (type !== null && !/[/+]json\b/i.test(type)) {
    throw new AppError('user_info_failed', { reason: 'notJson', host, type: plainText(type, 100) });
  }
  const claims = parseJsonObject(body);
  if (claims === null) throw new AppError('user_info_failed', { reason: 'noObject', host });
  return claims;
}

/** @param now milliseconds since the epoch. @throws AppError `user_info_failed` */
async function signedClaims(
  verifier: IdTokenVerifier,
  { endpoint, jwksUri, signal, idTokenClaims, clientId }: UserInfoRequest,
  jwt: string,
  now: number,
): Promise<UserInfoClaims> {
  const { host } = new URL(endpoint);
  if (jwt.split('.').length === 5) throw new AppError('user_info_failed', { reason: 'encrypted', host });
  if (jwksUri === null) throw new AppError('user_info_failed', { reason: 'noKeys', host });
  try {
    await verifier.verifySignature(jwt, { jwksUri, ...(signal ? { signal } : {}) });
  } catch (error) {
    throw error instanceof AppError ? unverified(error, host, new URL(jwksUri).host) : error;
  }
  const claims = claimsIn(jwt);
  const wrong = claims === null ? 'claims' : wrongClaim(claims, idTokenClaims.iss, clientId, now / 1_000);
  if (claims === null || wrong !== null) {
    throw new AppError('user_info_failed', { reason: 'notForUs', host, claim: wrong ?? 'claims' });
  }
  return claims;
}

/** Why the signature of an answer does not count: what the verifier says of ID tokens, and of their keys. */
function unverified({ code, values }: AppError, host: string, keysHost: string): AppError {
  const { reason, algorithm = '', remedy, joseCode = reason ?? '', status, said = '', systemCode = '' } = values;
  if (code !== 'id_token_invalid') {
    const why = [code, systemCode, status === undefined ? '' : `HTTP ${status}`, said].filter((part) => part !== '');
    return new AppError('user_info_failed', { reason: 'keysFailed', host, keysHost, said: why.join(', ') });
  }
  if (reason === 'encrypted') return new AppError('user_info_failed', { reason, host });
  // Sound: it is the verifier's own.
  const own = remedy === undefined ? {} : { remedy: remedy as RemedyName };
  if (reason === 'unsigned') return new AppError('user_info_failed', { reason, host, ...own });
  if (reason === 'algorithm') {
    return new AppError('user_info_failed', { reason, host, algorithm: String(algorithm), ...own });
  }
  return new AppError('user_info_failed', { reason: 'signature', host, said: String(joseCode) });
}

/** The claim by which a signed answer is not from this server, for this client, or for now; null when there is none. */
function wrongClaim({ iss, aud, exp, nbf }: UserInfoClaims, issuer: string, clientId: string, nowS: number) {
  if (iss !== undefined && iss !== issuer) return 'iss';
  if (aud !== undefined && ![aud].flat().includes(clientId)) return 'aud';
  if (exp !== undefined && !(typeof exp === 'number' && exp > nowS - CLOCK_TOLERANCE_S)) return 'exp';
  if (nbf !== undefined && !(typeof nbf === 'number' && nbf <= nowS + CLOCK_TOLERANCE_S)) return 'nbf';
  return null;
}
