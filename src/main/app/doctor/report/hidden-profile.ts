/** A profile with numbers in the place of names: what it is made of can be read, and not whose it is. */
import type { Profile } from '../../../../shared/profile/profile.ts';
import type { Aliases } from './aliases.ts';

/** Words of Sigma's own in the paths of workbooks. */
const wordsOfSigma: ReadonlySet<string> = new Set([
  'workbook',
  'embed',
  'explore',
  'bookmark',
  'page',
  'element',
  'tag',
]);

/** The first part of the path of a workbook is what its organisation is called at Sigma, the last one its own name. */
const partsOf = (url: string): string[] =>
  new URL(url).pathname.split('/').filter((part) => part !== '' && !wordsOfSigma.has(part));

/** Learns every name of a profile. */
export function learnProfile(aliases: Aliases, profile: Profile): void {
  const { name, workbooks, connections, user } = profile;
  aliases.of('Profile', name);
  for (const { title, url } of workbooks) {
    aliases.of('Workbook', title);
    const [organisation, ...rest] = partsOf(url);
    if (organisation && rest.length > 0) aliases.of('Organisation', organisation);
    for (const part of rest.length > 0 ? rest : [organisation ?? '']) if (part !== '') aliases.of('Workbook', part);
  }
  for (const { label, server, exchange } of connections) {
    aliases.of('Connection', label);
    // A domain in the place of the number of a directory.
    if (server.provider === 'entra' && server.tenant.includes('.')) aliases.ofHost(server.tenant);
    aliases.learn({ server, exchange });
  }
  if (profile.tenant !== null) aliases.of('Organisation', profile.tenant);
  aliases.learn(profile);
  if (user.kind !== 'embed') return;
  for (const team of user.teams) aliases.of('Team', team);
  for (const { value } of user.fixedAttributes) aliases.of('Value', value);
}

/** The profile without its names. Ids stay: they are random, or numbers that only who administers a product can look up. */
export function hiddenProfile(aliases: Aliases, profile: Profile): Profile {
  const hidden = aliases.hideAll(profile);
  const { user } = profile;
  return {
    ...hidden,
    id: profile.id,
    name: aliases.of('Profile', profile.name),
    // Which claims and attributes there are is what a fault is about; their values are not.
    user:
      user.kind === 'embed' && hidden.user.kind === 'embed'
        ? {
            ...hidden.user,
            kind: user.kind,
            differentAddresses: user.differentAddresses,
            accountType: user.accountType,
            attributes: user.attributes,
            teamsClaim: user.teamsClaim,
            teams: user.teams.map((team) => aliases.of('Team', team)),
            fixedAttributes: user.fixedAttributes.map(({ attribute, value }) => ({
              attribute,
              value: aliases.of('Value', value),
            })),
          }
        : { ...hidden.user, kind: 'internal' as const, differentAddresses: user.differentAddresses },
    actions: hidden.actions,
    workbooks: profile.workbooks.map((workbook, index) => ({
      ...(hidden.workbooks[index] ?? workbook),
      id: workbook.id,
      title: aliases.of('Workbook', workbook.title),
    })),
    connections: profile.connections.map((connection, index) => ({
      ...(hidden.connections[index] ?? connection),
      id: connection.id,
      label: aliases.of('Connection', connection.label),
      flow: connection.flow,
      clientAuthentication: connection.clientAuthentication,
    })),
  };
}
