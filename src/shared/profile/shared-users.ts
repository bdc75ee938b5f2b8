/**
 * Profiles that would change each other's users in Sigma. Sigma keeps one user for each address of an organisation, and
 * makes them what the latest signed URL says; it asks for the same claims each time.
 */
import type { SigmaUser } from './profile.ts';
import { sigmaOrigin, type UsesSigma } from './sigma.ts';

/** What two profiles tell Sigma about the same person, each in its own way. */
export type UserDifference = 'userKind' | 'accountType' | 'teams' | 'attributes' | 'teamsClaim';

/** A profile, or as much as a half-filled form knows of one. */
export interface TellsOfUsers extends UsesSigma {
  readonly user: SigmaUser;
}

type EmbedSettings = Extract<SigmaUser, { kind: 'embed' }>;

/** What differs, in the order of the form; nothing where it is the same, or where no user can be the same. */
export function userDifferences(one: TellsOfUsers, other: TellsOfUsers): UserDifference[] {
  if (!mayShareUsers(one, other)) return [];
  if (one.user.kind !== other.user.kind) return ['userKind'];
  if (one.user.kind === 'internal' || other.user.kind === 'internal') return [];
  const [first, second] = [one.user, other.user];
  return inOrder.filter((name) => told[name](first) !== told[name](second));
}

const asSet = (items: readonly string[]): string =>
  JSON.stringify([...new Set(items.map((item) => item.trim()))].sort());

/** Each as one comparable value. */
const told: Readonly<Record<Exclude<UserDifference, 'userKind'>, (user: EmbedSettings) => string>> = {
  accountType: ({ accountType }) => accountType.trim(),
  teams: ({ teams }) => asSet(teams),
  // Of two rows for one attribute the later counts, and a claim before a value (see `embed-user.ts`).
  attributes: ({ attributes, fixedAttributes }) =>
    JSON.stringify(
      Object.entries({
        ...Object.fromEntries(
          fixedAttributes.map(({ attribute, value }) => [attribute.trim(), { value: value.trim() }]),
        ),
        ...Object.fromEntries(attributes.map(({ attribute, claim }) => [attribute.trim(), { claim: claim.trim() }])),
      }).sort(([one], [other]) => (one < other ? -1 : 1)),
    ),
  teamsClaim: ({ teamsClaim }) => teamsClaim?.trim() ?? '',
};
const inOrder = Object.keys(told) as readonly (keyof typeof told)[];

/** Whether a person can be the same user of Sigma in both: one organisation, and no two fixed addresses. */
function mayShareUsers(one: TellsOfUsers, other: TellsOfUsers): boolean {
  const [organisation, otherOrganisation] = [one, other].map(organisationOf);
  if (organisation === null || organisation !== otherOrganisation) return false;
  const [address, otherAddress] = [one, other].map(({ user }) => user.email?.trim().normalize().toLowerCase());
  return address === undefined || otherAddress === undefined || address === otherAddress;
}

/** Null while a form does not name one yet. */
function organisationOf(profile: TellsOfUsers): string | null {
  const [origin, client] = [sigmaOrigin(profile), profile.embedClientId.trim()];
  return origin === '' || client === '' ? null : JSON.stringify([origin, client, profile.tenant?.trim() ?? null]);
}
