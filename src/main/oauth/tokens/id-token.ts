/** Verifies ID tokens: their signature, and their bond to the access token that they came with. */
import { createHash } from 'node:crypto';
import { compactVerify, createLocalJWKSet, errors, type JSONWebKeySet } from 'jose';
import { AppError, type RemedyName } from '../../../shared/errors.ts';
import type { Clock } from '../../async/clock.ts';
import { plainText } from '../../log/plain-text.ts';
import type { Fetch } from '../../net/fetch.ts';
import { parseRetryAfter, retryAfterCause } from '../../net/retry-after.ts';
import { isObject, parseJson } from './json-object.ts';
import { claimsIn, headerIn } from './jwt-claims.ts';
import { wordsForPeople } from './server-words.ts';
import { wordedError } from './worded-errors.ts';

/** Asymmetric ones only: `none` proves nothing, and with HS256 the client secret would be a signing key. */
const algorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

const KEPT_MS = 10 * 60_000;

interface AtServer {
  readonly jwksUri: string;
  readonly signal?: AbortSignal;
}

export interface IdTokenVerifier {
  /**
   * Checks the signature against the keys of its server (OpenID Connect Core section 3.1.3.7, step 6) and, where it is
   * there, `at_hash` (section 3.1.3.6). Issuer, audience, nonce and times are checked where the claims are read.
   *
   * @throws AppError the codes of `verifySignature`
   */
  verify(token: AtServer & { readonly idToken: string; readonly accessToken: string }): Promise<void>;
  /**
   * The signature alone, of any JWT of this server, in an algorithm that we accept. Keys are kept for ten minutes; a JWT that kept keys do not explain
   * makes them be asked for once more, since servers change their keys.
   *
   * @throws AppError `id_token_invalid`, `metadata_invalid` (no keys at that address), `access_from_here_refused`, `server_busy`, `offline`,
   * `tls_untrusted`, `response_too_large`; or the signal's reason
   */
  verifySignature(jwt: string, server: AtServer): Promise<void>;
  /** Asks for the keys of a server anew, and keeps them. @throws AppError the codes of `verifySignature` */
  findKeys(jwksUri: string, signal?: AbortSignal): Promise<void>;
}

export function createIdTokenVerifier(options: Clock & { readonly fetch: Fetch }): IdTokenVerifier {
  const known = new Map<string, { readonly keys: JSONWebKeySet; readonly until: number }>();

  async function ask(jwksUri: string, signal?: AbortSignal): Promise<JSONWebKeySet> {
    const { host } = new URL(jwksUri);
    const response = await options.fetch(jwksUri, {
      headers: { accept: 'application/jwk-set+json, application/json' },
      redirect: 'manual',
      ...(signal ? { signal } : {}),
    });
    const { status, headers } = response;
    if (status === 429 || status >= 500) {
      const wait = parseRetryAfter(headers.get('retry-after'), options.now());
      const said = await wordsForPeople(response);
      throw new AppError('server_busy', { reason: 'keys', host, status, said }, retryAfterCause(wait));
    }
    // What is no JSON holds no keys, as the next line says.
    const body = status === 200 ? parseJson(await response.clone().text()) : undefined;
    if (!isKeySet(body)) {
      const said = await wordsForPeople(response);
      const code = wordedError({ use: 'metadata', status, error: '', description: said }, {});
      if (code === 'access_from_here_refused') throw new AppError(code, { reason: 'answered', status, said });
      throw new AppError('metadata_invalid', { reason: 'noKeys', host, status, said });
    }
    known.set(jwksUri, { keys: body, until: options.uptime() + KEPT_MS });
    return body;
  }

  async function verifySignature(jwt: string, { jwksUri, signal }: AtServer): Promise<void> {
    requireAcceptedAlgorithm(jwt);
    const kept = known.get(jwksUri);
    const fresh = kept !== undefined && options.uptime() < kept.until;
    const keys = fresh ? kept.keys : await ask(jwksUri, signal);
    try {
      await verifyWithKeys(jwt, keys);
    } catch (error) {
      if (!fresh) throw error;
      await verifyWithKeys(jwt, await ask(jwksUri, signal));
    }
  }

  return {
    verifySignature,
    async findKeys(jwksUri, signal) {
      await ask(jwksUri, signal);
    },
    async verify({ idToken, accessToken, ...server }) {
      await verifySignature(idToken, server);
      verifyAccessTokenHash(idToken, accessToken);
    },
  };
}

const isKeySet = (body: unknown): body is JSONWebKeySet & Readonly<Record<string, unknown>> =>
  isObject(body) && Array.isArray(body.keys) && body.keys.every(isObject);

/**
 * Refuses a JWT that nobody could verify with a public key, and says what to change. What has no header that can be read is
 * left to the check of the token.
 *
 * @param remedy how the algorithm is changed at this server, where that is known
 * @throws AppError `id_token_invalid`
 */
export function requireAcceptedAlgorithm(jwt: string, remedy: RemedyName = 'idTokenAlgorithm'): void {
  const header = headerIn(jwt);
  if (header === null) return;
  const algorithm = typeof header.alg === 'string' ? plainText(header.alg, 40) : '';
  if (header.enc !== undefined) {
    throw new AppError('id_token_invalid', { reason: 'encrypted', algorithm, remedy: 'idTokenUnencrypted' });
  }
  if (algorithm === '' || algorithms.includes(algorithm)) return;
  if (algorithm.toLowerCase() === 'none') throw new AppError('id_token_invalid', { reason: 'unsigned', remedy });
  throw new AppError('id_token_invalid', { reason: 'algorithm', algorithm, remedy });
}

async function verifyWithKeys(idToken: string, keys: JSONWebKeySet): Promise<void> {
  try {
    const keyOf = createLocalJWKSet(keys);
    try {
      // A key that is named `null` is not named; the library looks for one of that name.
      await compactVerify(idToken, ({ kid, ...header }) => keyOf(kid == null ? header : { kid, ...header }), {
        algorithms,
      });
    } catch (error) {
      if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
      await verifyWithAny(idToken, error);
    }
  } catch (error) {
    // The library's errors hold the token; their code says enough.
    if (!(error instanceof errors.JOSEError)) throw new AppError('id_token_invalid', { reason: 'unusableKey' });
    throw new AppError('id_token_invalid', { reason: 'signature', joseCode: error.code });
  }
}

/** Without a `kid`, several keys may be meant; one of them has to fit. */
async function verifyWithAny(idToken: string, candidates: errors.JWKSMultipleMatchingKeys): Promise<void> {
  for await (const key of candidates) {
    try {
      await compactVerify(idToken, key, { algorithms });
      return;
    } catch (error) {
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
    }
  }
  throw new errors.JWSSignatureVerificationFailed();
}

function verifyAccessTokenHash(idToken: string, accessToken: string): void {
  const stated = claimsIn(idToken)?.at_hash;
  if (stated === undefined) return;
  const algorithm = String(headerIn(idToken)?.alg);
  // EdDSA hashes with SHA-512 (RFC 8032); the others say it in their name.
  const size = /(?:256|384|512)$/.exec(algorithm)?.[0] ?? '512';
  const hash = createHash(`sha${size}`).update(accessToken, 'ascii').digest();
  if (hash.subarray(0, hash.length / 2).toString('base64url') !== stated) {
    throw new AppError('id_token_invalid', { reason: 'otherAccessToken' });
  }
}
