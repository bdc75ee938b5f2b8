/** The user claims of a signed session: the person behind the grants, with the teams and attributes that were proven. */

import { AppError, errorOfView, type RemedyName, withRemedy } from '../../../shared/errors.ts';
import type { Connection } from '../../../shared/profile/connection.ts';
import { isHandedOn, isServiceAccount } from '../../../shared/profile/connection-rules.ts';
import { EmailAddress } from '../../../shared/profile/fields.ts';
import type { Profile, SigmaUser } from '../../../shared/profile/profile.ts';
import type { Grant, Person } from '../../oauth/grants/grant.ts';
import { providerOf } from '../../providers/registry.ts';
import type { EmbedUser } from '../../sigma/claims.ts';

/** The claims that a profile reads, each once. */
export function mappedClaimNames(user: SigmaUser): string[] {
  if (user.kind === 'internal') return [];
  const names = user.attributes.map(({ claim }) => claim);
  return [...new Set(user.teamsClaim === null ? names : [...names, user.teamsClaim])];
}

export interface HeldGrant {
  readonly connection: Connection;
  readonly grant: Grant;
}

/** The address of a person, as it compares across platforms; undefined where a name is no address, or there is none. */
export const comparableAddress = (person: Pick<Person, 'userName'> | null): string | undefined =>
  EmailAddress.safeParse(person?.userName).data?.normalize().toLowerCase();

/**
 * The user of a signed session. Claims are taken from the first connection whose sign-in carried them, those that only
 * say who the person is first.
 *
 * @throws AppError `identity_unknown`, `people_differ`; `claim_missing`, naming the claim: row-level security must not fail
 * open; or, in their place, the reason that the sign-in gave for not saying it, such as `email_unverified`
 */
export function embedUserOf(profile: Profile, held: readonly HeldGrant[]): EmbedUser {
  // A service account stands for no person: the profile names it as the machine whose rights everyone has.
  const personal = held.filter(({ connection }) => !isServiceAccount(connection));
  const inOrder = personal.toSorted((a, b) => Number(isHandedOn(a.connection)) - Number(isHandedOn(b.connection)));
  const people = inOrder.map(({ grant }) => grant);
  if (profile.user.email === null && profile.user.differentAddresses === 'refused') requireOnePerson(personal);
  // Not every platform names people by their address; Sigma knows them by nothing else.
  const addresses = people.map(({ person }) => EmailAddress.safeParse(person?.userName).data);
  const own = profile.user.email ?? addresses.find((address) => address !== undefined);
  const email = own ?? fallbackOf(profile.user, people) ?? null;
  if (email === null) {
    const unnamed = new AppError('identity_unknown', { reason: 'noAddress' });
    throw whyUnnamed(people) ?? withRemedy(unnamed, remedyAt(inOrder[0]?.connection));
  }
  if (profile.user.kind === 'internal') return { kind: 'internal', email };

  const names = profile.user.email === null ? namesOf(people, email) : {};
  const claimed = (claim: string) => {
    const value = people
      .map(({ claims }) => (Object.hasOwn(claims, claim) ? claims[claim] : null))
      .find((v) => v != null);
    if (value === undefined) throw whyMissing(people, claim) ?? new AppError('claim_missing', { claim });
    return value;
  };
  const { accountType, teamsClaim } = profile.user;
  // What is proven of the person comes last, and so counts.
  const attributes = [...profile.user.fixedAttributes, ...profile.user.attributes];
  const claimedTeams = teamsClaim === null ? [] : claimed(teamsClaim);
  const teams = [...new Set([...profile.user.teams, ...(Array.isArray(claimedTeams) ? claimedTeams : [claimedTeams])])];
  if (attributes.length === 0) return { kind: 'embed', email, accountType, teams, ...names };
  // Sigma's attributes are text; of a list, its items with commas between them.
  const userAttributes = Object.fromEntries(
    attributes.map((row) => [row.attribute, 'value' in row ? row.value : [claimed(row.claim)].flat().join(',')]),
  );
  return { kind: 'embed', email, accountType, teams, userAttributes, ...names };
}

/**
 * The address that a profile has for those whom nobody names; undefined where there is none, or where somebody is named,
 * if only by what is no address, or where a sign-in says why it names nobody: an address that is not verified, say. Two
 * sign-ins without a name may be two people.
 */
function fallbackOf({ fallbackEmail, differentAddresses }: SigmaUser, people: readonly Grant[]): string | undefined {
  if (people.length === 0 || people.some(({ person }) => person !== null) || whyUnnamed(people) !== null)
    return undefined;
  return people.length === 1 || differentAddresses === 'allowed' ? fallbackEmail : undefined;
}

/** What to do at the server of the connection so that it says who the person is, where that is known. */
function remedyAt(connection: Connection | undefined): RemedyName | undefined {
  if (connection === undefined) return undefined;
  const { server } = connection;
  return providerOf(server).authorizationServer(server).remedies?.identity_unknown;
}

/** Why none of these sign-ins names the person by an address, where one of them says why. */
function whyUnnamed(people: readonly Grant[]): AppError | null {
  const view = people.map(({ identityProblems }) => identityProblems?.person).find((found) => found !== undefined);
  return view ? errorOfView(view) : null;
}

/** Why none of these sign-ins carries the claim, where one of them says why. */
function whyMissing(people: readonly Grant[], claim: string): AppError | null {
  const views = people.map(({ identityProblems: problems }) =>
    problems && Object.hasOwn(problems.claims, claim) ? problems.claims[claim] : undefined,
  );
  const view = views.find((found) => found !== undefined);
  return view ? errorOfView(view) : null;
}

/**
 * First and last name of the person with this address: both from one sign-in, the first that has either. A fixed address
 * gets none, since it is that of whoever signs in, and Sigma would rename its user with each of them.
 */
function namesOf(people: readonly Grant[], email: string): { firstName?: string; lastName?: string } {
  const address = comparableAddress({ userName: email });
  const named = people
    .map(({ person }) => person)
    .filter((person) => comparableAddress(person) === address)
    .find((person) => person?.firstName !== undefined || person?.lastName !== undefined);
  const { firstName, lastName } = named ?? {};
  return { ...(firstName !== undefined && { firstName }), ...(lastName !== undefined && { lastName }) };
}

/**
 * Sigma would show one person what the token of another may see, or what the claims of another let through. It does not
 * matter which sign-in brings a token and which only says who the person is: the session names one of them.
 *
 * @throws AppError `people_differ`, or why a sign-in names nobody
 */
function requireOnePerson(personal: readonly HeldGrant[]): void {
  const found = personal.map(({ connection, grant }) => ({
    label: connection.label,
    address: comparableAddress(grant.person),
    grant,
  }));
  const names = [...new Set(found.map(({ address }) => address).filter((address) => address !== undefined))];
  if (names.length > 1) throw new AppError('people_differ', { reason: 'named', names });
  const [name] = names;
  const unnamed = found.filter(({ address }) => address === undefined);
  // Where nobody is named, the session names nobody either, and is refused for that.
  if (name !== undefined && unnamed.length > 0) {
    const connections = unnamed.map(({ label }) => label);
    throw (
      whyUnnamed(unnamed.map(({ grant }) => grant)) ??
      new AppError('people_differ', { reason: 'unnamed', name, connections })
    );
  }
}
