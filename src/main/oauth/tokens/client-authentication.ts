/** How a client authenticates at the token endpoint (RFC 6749 section 2.3, RFC 7523, OpenID Connect Core 9). */
import { importPKCS8 } from 'jose';
import * as oauth from 'oauth4webapi';
import { AppError } from '../../../shared/errors.ts';
import type { AssertionKey, OAuthClient } from './authorization-server.ts';

type Chosen = Exclude<OAuthClient['authentication'], { method: 'automatic' }>;

/**
 * The way to use. `automatic` takes the strongest of what there is and the server accepts: a key, else a secret, else
 * nothing. A server that does not say what it accepts takes secrets in the header (RFC 8414 section 2, the default of
 * `token_endpoint_auth_methods_supported`).
 *
 * @param supported `token_endpoint_auth_methods_supported`, or null when the server does not say
 */
export function chooseAuthentication(
  authentication: OAuthClient['authentication'],
  supported: readonly string[] | null,
): Chosen {
  if (authentication.method !== 'automatic') return authentication;
  const { key, clientSecret } = authentication;
  const accepts = (method: string) => supported === null || supported.includes(method);
  if (key !== null && (accepts('private_key_jwt') || clientSecret === null)) return { method: 'private_key_jwt', key };
  if (clientSecret === null) return { method: 'none' };
  const inBody = !accepts('client_secret_basic') && accepts('client_secret_post');
  return { method: inBody ? 'client_secret_post' : 'client_secret_basic', clientSecret };
}

/**
 * The same, ready for oauth4webapi.
 *
 * @throws AppError `private_key_invalid`
 */
export async function clientAuthentication(
  authentication: OAuthClient['authentication'],
  supported: readonly string[] | null,
): Promise<oauth.ClientAuth> {
  const chosen = chooseAuthentication(authentication, supported);
  switch (chosen.method) {
    case 'none':
      return oauth.None();
    case 'client_secret_post':
      return oauth.ClientSecretPost(chosen.clientSecret);
    case 'client_secret_basic':
      return oauth.ClientSecretBasic(chosen.clientSecret);
    case 'private_key_jwt':
      return signedAssertion(chosen.key);
  }
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
    throw new AppError('private_key_invalid', { reason: algorithm === 'ES256' ? 'ellipticCurve' : 'rsa', algorithm });
  }
}
