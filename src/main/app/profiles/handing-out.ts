/** Handing a profile on: into a file for others, out of such a file, and as a copy of one that is here. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { AppError } from '../../../shared/errors.ts';
import type { Connection } from '../../../shared/profile/connection.ts';
import { credentialKind, secretDestination } from '../../../shared/profile/connection-rules.ts';
import { type Profile, ProfileDraft } from '../../../shared/profile/profile.ts';
import { sigmaOrigin } from '../../../shared/profile/sigma.ts';
import { addressOfServer } from '../../../shared/providers/catalog.ts';
import type { SetUpPreview, TypedSecrets } from '../../../shared/set-up-file.ts';
import { namedFault } from '../../../shared/text/error-text.ts';
import type { Secrets } from './profile-secrets.ts';
import { type Sealing, type SetUpFile, unseal } from './set-up-file.ts';

type KnownSecrets = Pick<Secrets, 'hasEmbedSecret' | 'hasClientSecret'>;
type ReadSecrets = Pick<Secrets, 'embedSecret' | 'hasClientSecret' | 'clientSecret'>;

/** What a person agrees to before anything of a file is taken over, and what they have to add. */
export function previewOf(file: SetUpFile, existing: readonly Profile[], secrets: KnownSecrets): SetUpPreview {
  const { profile, sealed } = file;
  const before = existing.find(({ id }) => id === profile.id) ?? null;
  const isSealed = sealed !== null;
  const isStored = before !== null && secrets.hasEmbedSecret(before.id) && sigmaOrigin(before) === sigmaOrigin(profile);
  const missing = profile.connections.filter(
    (connection) => hasCredential(file, connection) && !isStoredFor(connection, before, secrets),
  );
  return {
    profileName: profile.name,
    sigma: sigmaOrigin(profile),
    workbooks: profile.workbooks.map(({ title }) => title),
    connections: profile.connections.map(({ label, server }) => ({ label, address: addressOfServer(server) })),
    isThere: before !== null,
    isSealed,
    missing: {
      embedSecret: !isSealed && !isStored,
      clientSecrets: isSealed
        ? []
        : missing.map((connection) => ({
            connectionId: connection.id,
            label: connection.label,
            kind: credentialKind(connection) === 'key' ? 'key' : 'secret',
          })),
    },
  };
}

const hasCredential = ({ clientSecrets }: SetUpFile, connection: Connection): boolean =>
  credentialKind(connection) !== 'none' && clientSecrets.includes(connection.id);

function isStoredFor(connection: Connection, before: Profile | null, secrets: KnownSecrets): boolean {
  const earlier = before?.connections.find(({ id }) => id === connection.id);
  return (
    earlier !== undefined &&
    secrets.hasClientSecret(earlier.id) &&
    credentialKind(earlier) === credentialKind(connection) &&
    secretDestination(earlier) === secretDestination(connection)
  );
}

/**
 * The draft that a file makes, with the secrets that it holds or those that the person typed for it. It keeps its ids, so
 * that links by id lead to the same workbook for all who have the file, and its next version finds what it changes.
 *
 * @throws AppError `passphrase_wrong`, `set_up_unreadable`
 */
export async function draftOfFile(
  file: SetUpFile,
  passphrase: string | null,
  typed: TypedSecrets,
): Promise<ProfileDraft> {
  const { embedSecret, clientSecrets } = passphrase === null ? typed : await unseal(file, passphrase);
  return draftOf(file.profile, embedSecret, (id) => clientSecrets.find((one) => one.connectionId === id)?.secret);
}

function draftOf(
  profile: Omit<Profile, 'id'> & { readonly id: string | null },
  embedSecret: string | null,
  clientSecret: (connectionId: string) => string | undefined,
): ProfileDraft {
  const connections = profile.connections.map((connection) => ({
    ...connection,
    clientSecret: clientSecret(connection.id) ?? null,
  }));
  const { data, error } = ProfileDraft.safeParse({ ...profile, embedSecret, connections });
  if (data) return data;
  const faults = error.issues.map(({ path, message }) => namedFault(path.join('.'), path, message));
  throw new AppError('set_up_unreadable', { reason: 'faulty', faults });
}

/**
 * What is to be sealed in a file. Nothing leaves the vault for that: whoever hands the secrets on types them, and knows them
 * therefore. They are compared with those of the vault, since with another one the file would be of no use to anybody.
 *
 * @throws AppError `secret_differs`, naming whose it is; `secret_missing`, `vault_locked`
 */
export async function sealingOf(
  profile: Profile,
  passphrase: string,
  typed: TypedSecrets,
  secrets: ReadSecrets,
): Promise<Sealing> {
  const stored = await secrets.embedSecret(profile.id, sigmaOrigin(profile));
  const { embedSecret } = typed;
  if (embedSecret === null || !isSame(embedSecret, stored)) {
    throw new AppError('secret_differs', { reason: 'embedSecret', label: profile.name });
  }
  const clientSecrets: Record<string, string> = {};
  for (const connection of withSecret(profile, secrets)) {
    const { id, label } = connection;
    const secret = typed.clientSecrets.find(({ connectionId }) => connectionId === id)?.secret;
    const known = await secrets.clientSecret(id, secretDestination(connection));
    if (secret === undefined || !isSame(secret, known)) {
      throw new AppError('secret_differs', { reason: 'clientSecret', label });
    }
    clientSecrets[id] = secret;
  }
  return { passphrase, embedSecret, clientSecrets };
}

/** In a time that tells nothing of where they differ. */
function isSame(one: string, other: string): boolean {
  const [first, second] = [one, other].map((text) => createHash('sha256').update(text.trim()).digest());
  return first !== undefined && second !== undefined && timingSafeEqual(first, second);
}

/** The connections that have a client secret or a key. */
export const withSecret = (profile: Profile, secrets: Pick<Secrets, 'hasClientSecret'>): readonly Connection[] =>
  profile.connections.filter(
    (connection) => credentialKind(connection) !== 'none' && secrets.hasClientSecret(connection.id),
  );

/**
 * The draft of a copy, with secrets for the same places as those of the original, and with nobody signed in.
 *
 * @throws AppError `secret_missing`, `vault_locked`
 */
export async function draftOfCopy(profile: Profile, name: string, secrets: ReadSecrets): Promise<ProfileDraft> {
  const embedSecret = await secrets.embedSecret(profile.id, sigmaOrigin(profile));
  const clientSecrets = new Map<string, string>();
  for (const connection of withSecret(profile, secrets)) {
    clientSecrets.set(connection.id, await secrets.clientSecret(connection.id, secretDestination(connection)));
  }
  const draft = draftOf({ ...profile, id: null, name }, embedSecret, (id) => clientSecrets.get(id));
  return {
    ...draft,
    workbooks: draft.workbooks.map((workbook) => ({ ...workbook, id: null })),
    connections: draft.connections.map((connection) => ({ ...connection, id: null })),
  };
}
