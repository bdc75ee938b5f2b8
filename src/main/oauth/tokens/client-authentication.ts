/** How a client authenticates at the token endpoint (RFC 6749 section 2.3, RFC 7523, OpenID Connect Core 9). */
import { importPKCS8 } from 'jose';
import * as oauth from 'oauth4webapi';
import { AppError } from '../../../shared/errors.ts';
import type { AssertionKey, OAuthClient } from './authorization-server.ts';

/** A way that is settled. */
export type Chosen = Exclude<OAuthClient['authentication'], { method: 'automatic' }>;

/** The two places in which a secret can be sent: the header, and the body. */
export type SecretMethod = 'client_secret_basic' | 'client_secret_post';

/**
 * The way to use. `automatic` takes the strongest of what there is and the server accepts: a key, else a secret, else
 * nothing. A server that does not say what it accepts takes secrets in the header (RFC 8414 section 2, the default of
 * `token_endpoint_auth_methods_supported`).
 *
 * @param supported `token_endpoint_auth_methods_supported`, or null when the server does not say
 * @param proven the place in which this server took the secret of this client, which counts for more than its metadata
 */
export function chooseAuthentication(
  authentication: OAuthClient['authentication'],
  supported: readonly string[] | null,
  proven: SecretMethod | null = null,
): Chosen {
  if (authentication.method !== 'automatic') return authentication;
  const { key, clientSecret } = authentication;
  const accepts = (method: string) => supported === null || supported.includes(method);
  if (key !== null && (accepts('private_key_jwt') || clientSecret === null)) return { method: 'private_key_jwt', key };
  if (clientSecret === null) return { method: 'none' };
  const inBody = !accepts('client_secret_basic') && accepts('client_secret_post');
  return { method: proven ?? (inBody ? 'client_secret_post' : 'client_secret_basic'), clientSecret };
}

/** The other place for the secret, where it was ours to choose one. What an administrator chose has no other. */
export function otherWay(authentication: OAuthClient['authentication'], chosen: Chosen): Chosen | null {
  if (authentication.method !== 'automatic') return null;
  const { method } = chosen;
  if (method !== 'client_secret_basic' && method !== 'client_secret_post') return null;
  return { ...chosen, method: method === 'client_secret_basic' ? 'client_secret_post' : 'client_secret_basic' };
}

/**
 * A way, ready for oauth4webapi.
 *
 * @throws AppError `private_key_invalid`
 */
export async function clientAuthentication(chosen: Chosen): Promise<oauth.ClientAuth> {
  switch (chosen.method) {
    case 'none':
      return oauth.None();
    case 'client_secret_post':
      return oauth.ClientSecretPost(chosen.clientSecret);
    case 'client_secret_basic':
      return inHeader(chosen.clientSecret);
    case 'private_key_jwt':
      return signedAssertion(chosen.key);
  }
}

/** Not the library's, which escapes every mark, hyphens too: servers that do not decode then know no UUID. */
const inHeader =
  (clientSecret: string): oauth.ClientAuth =>
  (_server, { client_id }, _body, headers) =>
    headers.set('authorization', `Basic ${basicCredentials(client_id, clientSecret)}`);

/** What HTTP Basic sends of a client (RFC 6749 section 2.3.1, RFC 7617). */
export const basicCredentials = (clientId: string, clientSecret: string): string =>
  btoa(`${encoded(clientId)}:${encoded(clientSecret)}`);

/** A space, `%`, `&`, `+`, `:`, `;` and DEL: what is read otherwise as it stands, in a form or between the two values. */
const mustBeEscaped = /^%(?:20|25|26|2B|3A|3B|7F)$/;

/**
 * As a form (RFC 6749 appendix B), escaping no more than it must: a server that decodes reads the same from it, and one
 * that does not reads what most IDs and secrets are made of. A space is `%20`, since not all that decode know `+`.
 */
function encoded(text: string): string {
  // Half a surrogate pair is not text; forms send the same in its place.
  const wellFormed = new TextDecoder().decode(new TextEncoder().encode(text));
  return encodeURIComponent(wellFormed).replace(/%[2-7][0-9A-F]/g, (escaped) =>
    mustBeEscaped.test(escaped) ? escaped : decodeURIComponent(escaped),
  );
}

async function signedAssertion(key: AssertionKey): Promise<oauth.ClientAuth> {
  const privateKey = await readPrivateKey(key.privateKey, key.algorithm);
  const authenticate = (as: oauth.AuthorizationServer): oauth.ClientAuth =>
    oauth.PrivateKeyJwt(privateKey, {
      [oauth.modifyAssertion]: (header, payload) => {
        Object.assign(header, key.header);
        payload.aud = key.audience === 'issuer' ? as.issuer : (as.token_endpoint ?? as.issuer);
      },
    });
  return (as, client, body, headers) => authenticate(as)(as, client, body, headers);
}

/**
 * Reads a private key in PKCS#8 PEM.
 *
 * @throws AppError `private_key_invalid`, saying nothing about what was read
 */
export async function readPrivateKey(pem: string, algorithm: AssertionKey['algorithm']): Promise<CryptoKey> {
  try {
    return await importPKCS8(pem, algorithm);
  } catch {
    // The library's message may quote the key.
    throw new AppError('private_key_invalid', { reason: algorithm === 'ES256' ? 'ellipticCurve' : 'rsa', algorithm });
  }
}
