/** The claims and the header of a JWT (RFC 7519), read as all JSON of servers is: `null` is the same as absent. */
import { isObject, parseJson } from './json-object.ts';

/** The claims as they stand in it, unverified; null for what is no JWT of an object. */
export const claimsIn = (jwt: string): Readonly<Record<string, unknown>> | null => objectIn(jwt, 1);

/** The parameters of its header, unverified; null for what is no JWT. */
export const headerIn = (jwt: string): Readonly<Record<string, unknown>> | null => objectIn(jwt, 0);

function objectIn(jwt: string, part: number): Readonly<Record<string, unknown>> | null {
  const read = parseJson(decoded(jwt.split('.')[part] ?? ''));
  return isObject(read) ? read : null;
}

/**
 * The JWT without claims that are `null`, for a library that refuses them. Its signature no longer fits: that is to be
 * verified of the JWT as it came. What cannot be read is left as it is, for the library to refuse.
 */
export function withoutNullClaims(jwt: string): string {
  const parts = jwt.split('.');
  const [header, payload = '', signature] = parts;
  if (parts.length !== 3 || !decoded(payload).includes('null')) return jwt;
  const claims = claimsIn(jwt);
  return claims === null ? jwt : [header, encoded(JSON.stringify(claims)), signature].join('.');
}

const decoded = (part: string): string => Buffer.from(part, 'base64url').toString();
const encoded = (text: string): string => Buffer.from(text).toString('base64url');
