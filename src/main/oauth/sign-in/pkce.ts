/** Makes the random values of one sign-in: PKCE (RFC 7636), state and nonce. */
import { createHash, randomBytes } from 'node:crypto';

/** 256 bits, as RFC 7636 section 4.1 recommends for the verifier; in base64url 43 characters. */
const RANDOM_BYTES = 32;

/** An unguessable value for `state`, `nonce` or a code verifier. */
export function createRandomValue(): string {
  return randomBytes(RANDOM_BYTES).toString('base64url');
}

/** The S256 challenge of a verifier (RFC 7636 section 4.2). */
export function codeChallenge(verifier: string): string {
  return createHash('sha256').update(verifier, 'ascii').digest('base64url');
}

/** A fresh verifier with its challenge. `plain` is not offered. */
export function createPkce(): { readonly verifier: string; readonly challenge: string } {
  const verifier = createRandomValue();
  return { verifier, challenge: codeChallenge(verifier) };
}
