/** The claims that an administrator mapped, read from what a sign-in said about the person. */
import type { ClaimValue } from '../grants/grant.ts';
import { isAddressVouchedFor } from './identity.ts';

/** Where SCIM keeps department, cost centre and the like (RFC 7643 section 4.3). */
const ENTERPRISE_USER = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const MAX_VALUES = 256;
const MAX_LENGTH = 1_024;

/**
 * The values of the named claims: from the ID token, whose signature vouches for them, else from SCIM Me. A name is
 * taken as it is, and where nothing has that name, as a path (`realm_access.roles`). Null for what is not there, so
 * that a later reader can tell it from what was never asked for. Addresses in an ID token that does not vouch for them
 * are not there: the rows of a person may hang on them.
 *
 * @param unproven claims of the ID token that do not count, whatever they hold
 */
export function mappedClaims(
  names: readonly string[],
  claims: Readonly<Record<string, unknown>> | null,
  attributes: Readonly<Record<string, unknown>> | null,
  unproven: readonly string[] = [],
): Record<string, ClaimValue> {
  const ofIdToken = (name: string): ClaimValue => {
    if (claims === null || unproven.includes(name)) return null;
    const value = claimValue(valueAt(claims, name));
    return isAddressVouchedFor(claims) || ![value].flat().some(isAddress) ? value : null;
  };
  const others = [attributes, attributes?.[ENTERPRISE_USER]];
  const values = names.map((name) => {
    const found = others.map((source) => claimValue(valueAt(source, name))).find((value) => value !== null);
    return [name, ofIdToken(name) ?? found ?? null] as const;
  });
  return Object.fromEntries(values);
}

const isAddress = (value: string | null): boolean => value?.includes('@') ?? false;

function valueAt(source: unknown, name: string): unknown {
  const own = (value: unknown, key: string): unknown =>
    typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
  return own(source, name) ?? name.split('.').reduce(own, source);
}

/** Text as it is, numbers and booleans as text, lists item by item; SCIM's lists hold `{ value, display }`. */
function claimValue(value: unknown): ClaimValue {
  if (!Array.isArray(value)) return scalar(value);
  const items = value.slice(0, MAX_VALUES).flatMap((item) => scalar(item) ?? scalar(display(item)) ?? []);
  return items.length > 0 || value.length === 0 ? items : null;
}

function display(item: unknown): unknown {
  if (typeof item !== 'object' || item === null) return undefined;
  const { display: shown, value } = item as { display?: unknown; value?: unknown };
  return shown ?? value;
}

function scalar(value: unknown): string | null {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value !== '' ? value.slice(0, MAX_LENGTH) : null;
}
