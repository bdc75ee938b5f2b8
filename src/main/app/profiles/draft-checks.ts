/** What a draft of a profile has to fulfil before anything is changed for it. */
import { AppError } from '../../../shared/errors.ts';
import { credentialKind, needsCredential, secretDestination } from '../../../shared/profile/connection-rules.ts';
import type { Profile, ProfileDraft } from '../../../shared/profile/profile.ts';
import { sigmaOrigin } from '../../../shared/profile/sigma.ts';
import { requireSecureUrl } from '../../net/server-url.ts';
import { readPrivateKey } from '../../oauth/tokens/client-authentication.ts';
import { providerOf } from '../../providers/registry.ts';
import type { Secrets } from './profile-secrets.ts';

/** @throws AppError `insecure_server` */
export function requireSecureAddresses(draft: ProfileDraft, policy: { readonly allowLoopbackHttp: boolean }): void {
  const servers = draft.connections.flatMap(({ server, exchange }) =>
    exchange ? [server, exchange.server] : [server],
  );
  const issuers = servers.map((server) => providerOf(server).authorizationServer(server).issuer);
  for (const address of [...draft.workbooks.map(({ url }) => url), ...issuers]) requireSecureUrl(address, policy);
}

/**
 * An id of another profile would let a draft overwrite its secrets, or use them at a server of its own choosing.
 *
 * @param others of a draft that brings ids of its own: the profiles that they must not be of; null where it may bring none
 * @throws AppError `profile_missing`
 */
export function requireOwnIds(draft: ProfileDraft, before: Profile | null, others: readonly Profile[] | null): void {
  const known = {
    workbooks: new Set(before?.workbooks.map(({ id }) => id)),
    connections: new Set(before?.connections.map(({ id }) => id)),
  };
  // Each id may be used once, whatever for.
  const taken = new Set(others?.flatMap(idsOf));
  const isFree = (id: string) => others !== null && !taken.has(id);
  const requireAll = (ids: readonly (string | null)[], isOwn: (id: string) => boolean) => {
    for (const id of ids) {
      if (id === null) continue;
      if (taken.has(id) || !(isOwn(id) || isFree(id)))
        throw new AppError('profile_missing', { reason: 'notOfThisProfile' });
      taken.add(id);
    }
  };
  requireAll([draft.id], () => before !== null);
  for (const kind of ['workbooks', 'connections'] as const) {
    requireAll(
      draft[kind].map(({ id }) => id),
      (id) => known[kind].has(id),
    );
  }
}

const idsOf = (profile: Profile): string[] =>
  [profile, ...profile.workbooks, ...profile.connections].map(({ id }) => id);

type KnownSecrets = Pick<Secrets, 'hasEmbedSecret' | 'hasClientSecret'>;

/**
 * A secret that is to be kept has to be there, and to go where it went before: a person who changes an address must
 * know the secret that is sent there.
 *
 * @throws AppError `secret_missing`, `private_key_invalid`
 */
export async function requireSecrets(
  draft: ProfileDraft,
  before: Profile | null,
  secrets: KnownSecrets,
): Promise<void> {
  if (draft.embedSecret === null) requireStoredEmbedSecret(draft, before, secrets);
  for (const connection of draft.connections) {
    const { clientSecret, signingKey } = connection;
    if (clientSecret === null) requireStoredClientSecret(connection, before, secrets);
    else if (credentialKind(connection) === 'key') await readPrivateKey(clientSecret, signingKey?.algorithm ?? 'RS256');
  }
}

function requireStoredEmbedSecret(draft: ProfileDraft, before: Profile | null, secrets: KnownSecrets): void {
  if (!before || !secrets.hasEmbedSecret(before.id)) {
    throw new AppError('secret_missing', { reason: 'enterEmbedSecret' });
  }
  if (sigmaOrigin(before) !== sigmaOrigin(draft)) throw new AppError('secret_missing', { reason: 'sigmaChanged' });
}

function requireStoredClientSecret(
  connection: ProfileDraft['connections'][number],
  before: Profile | null,
  secrets: KnownSecrets,
): void {
  const { label } = connection;
  const kind = credentialKind(connection);
  const earlier = before?.connections.find(({ id }) => id === connection.id);
  // What is stored of another kind counts as nothing.
  const isStored = earlier !== undefined && secrets.hasClientSecret(earlier.id) && credentialKind(earlier) === kind;
  if (isStored && kind !== 'none' && secretDestination(earlier) !== secretDestination(connection)) {
    const reason = kind === 'key' ? 'clientOfKeyChanged' : 'clientOfSecretChanged';
    throw new AppError('secret_missing', { reason, label });
  }
  if (needsCredential(connection) && !isStored) {
    throw new AppError('secret_missing', { reason: kind === 'key' ? 'enterPrivateKey' : 'enterClientSecret', label });
  }
}
