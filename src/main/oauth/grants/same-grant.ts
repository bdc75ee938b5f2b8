/**
 * Which grants a server may count as one. Some servers know no more than one grant of a person for an application: to
 * revoke a token of one sign-in then ends all the others (RFC 7009 section 2.1 leaves it to the server).
 */
import type { Grant } from './grant.ts';

/**
 * Whether to revoke one of the two could end the other: both are a person's, of the same application at the same server,
 * and not known to be of two people. A service account's tokens come from no grant of a person.
 */
export function mayBeOneGrant(one: Grant, other: Grant): boolean {
  if (one.flow === 'client_credentials' || other.flow === 'client_credentials') return false;
  const places = placesOf(other);
  return placesOf(one).some((place) => places.includes(place)) && !areTwoPeople(one, other);
}

/** Where tokens of the grant can be revoked, each with the name of the application there. */
function placesOf({ server, clientId, exchange }: Grant): string[] {
  const own = JSON.stringify([server.issuer, clientId]);
  return exchange === null ? [own] : [own, JSON.stringify([exchange.issuer, exchange.clientId])];
}

/** A person who is not known may be anyone. */
function areTwoPeople(one: Grant, other: Grant): boolean {
  const isSameIssuer = one.server.issuer === other.server.issuer && one.clientId === other.clientId;
  if (isSameIssuer && one.subject !== null && other.subject !== null) return one.subject !== other.subject;
  if (one.person === null || other.person === null) return false;
  return one.person.userName.toLowerCase() !== other.person.userName.toLowerCase();
}
