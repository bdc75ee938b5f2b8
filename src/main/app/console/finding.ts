/** Which profile and which connection a command means. */
import { AppError } from '../../../shared/errors.ts';
import type { Connection } from '../../../shared/profile/connection.ts';
import type { Profile } from '../../../shared/profile/profile.ts';

const folded = (name: string): string => name.trim().normalize('NFKC').toLowerCase();

/** By its id or its name as it is written; else by its name, however it is written. */
function named<One extends { readonly id: string }>(
  all: readonly One[],
  wanted: string,
  nameOf: (one: One) => string,
): readonly One[] {
  const exact = all.filter((one) => one.id === wanted || nameOf(one) === wanted);
  return exact.length > 0 ? exact : all.filter((one) => folded(nameOf(one)) === folded(wanted));
}

const namesOf = (profiles: readonly Profile[]): string[] => profiles.map(({ name }) => name);
const labelsOf = ({ connections }: Profile): string[] => connections.map(({ label }) => label);

/** @throws AppError `command_refused` */
export function profileBy(wanted: string, profiles: readonly Profile[]): Profile {
  if (profiles.length === 0) throw new AppError('command_refused', { reason: 'noProfile' });
  const [first, second] = named(profiles, wanted, ({ name }) => name);
  if (!first)
    throw new AppError('command_refused', { reason: 'profileUnknown', name: wanted, names: namesOf(profiles) });
  if (second) throw new AppError('command_refused', { reason: 'profileAmbiguous', name: wanted });
  return first;
}

/** The one that is named, or the only one that there is. @throws AppError `command_refused` */
export function theProfile(wanted: string | null, profiles: readonly Profile[]): Profile {
  if (wanted !== null) return profileBy(wanted, profiles);
  const [first, second] = profiles;
  if (!first) throw new AppError('command_refused', { reason: 'noProfile' });
  if (second) throw new AppError('command_refused', { reason: 'profileNeeded', names: namesOf(profiles) });
  return first;
}

/** Those that a command is about: the one that is named, or all. @throws AppError `command_refused` */
export const profilesFor = (wanted: string | null, profiles: readonly Profile[]): readonly Profile[] =>
  wanted === null ? profiles : [profileBy(wanted, profiles)];

function connectionBy(wanted: string, profile: Profile): Connection {
  const [first] = named(profile.connections, wanted, ({ label }) => label);
  if (first) return first;
  throw new AppError('command_refused', { reason: 'connectionUnknown', name: wanted, names: labelsOf(profile) });
}

/** @throws AppError `command_refused` */
export const connectionsFor = (wanted: string | null, profile: Profile): readonly Connection[] =>
  wanted === null ? profile.connections : [connectionBy(wanted, profile)];

/** @throws AppError `command_refused` */
export function theConnection(wanted: string | null, profile: Profile): Connection {
  if (wanted !== null) return connectionBy(wanted, profile);
  const [first, second] = profile.connections;
  if (first && !second) return first;
  throw new AppError('command_refused', { reason: 'connectionNeeded', names: labelsOf(profile) });
}
