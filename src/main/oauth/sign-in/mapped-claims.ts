/** The claims that an administrator mapped, read from what a sign-in said about the person. */
import type { ClaimValue } from '../grants/grant.ts';
import { isAddressVouchedFor } from './identity.ts';

/** Where SCIM keeps department, cost centre and the like (RFC 7643 section 4.3). */
const ENTERPRISE_USER = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const MAX_VALUES = 256;
const MAX_LENGTH = 1_024;

type Source = Readonly<Record<string, unknown>> | null;

/**
 * The values of the named claims: from the ID token, whose signature vouches for them, else from SCIM Me, else from
 * UserInfo. A name is taken as it is, and where nothing has that name, as a path (`realm_access.roles`). Null for what is
 * not there, so that a later reader can tell it from what was never asked for. Addresses that the ID token or UserInfo
 * does not vouch for are not there: the rows of a person may hang on them.
 *
 * @param claims of the ID token
 * @param unproven claims of the ID token and of UserInfo that do not count, whatever they hold
 */
export function mappedClaims(
  names: readonly string[],
  claims: Source,
  attributes: Source,
  unproven: readonly string[] = [],
  userInfo: Source = null,
): Record<string, ClaimValue> {
  const sourcesOf = (name: string): ClaimValue[] => [
    isWithheld(name, claims, [claims], unproven) ? null : claimValue(valueAt(claims, name)),
    claimValue(valueAt(attributes, name)),
    claimValue(valueAt(attributes?.[ENTERPRISE_USER], name)),
    isWithheld(name, userInfo, [claims, userInfo], unproven) ? null : claimValue(valueAt(userInfo, name)),
  ];
  return Object.fromEntries(names.map((name) => [name, sourcesOf(name).find((value) => value !== null) ?? null]));
}

/** Those of the names under which there is something that does not count. */
export const withheldClaims = (
  names: readonly string[],
  claims: Source,
  userInfo: Source,
  unproven: readonly string[] = [],
): string[] =>
  names.filter(
    (name) => isWithheld(name, claims, [claims], unproven) || isWithheld(name, userInfo, [claims, userInfo], unproven),
  );

/** @param vouchers all of which have to vouch for an address that the source holds */
function isWithheld(name: string, source: Source, vouchers: readonly Source[], unproven: readonly string[]): boolean {
  const value = claimValue(valueAt(source, name));
  if (value === null) return false;
  const isVouchedFor = vouchers.every((said) => said === null || isAddressVouchedFor(said));
  return unproven.includes(name) || (!isVouchedFor && [value].flat().some(isAddress));
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
