/** Which secrets of a draft are others than those that are stored. */
import { codeOf } from '../../../shared/errors.ts';
import { credentialKind, secretDestination } from '../../../shared/profile/connection-rules.ts';
import type { ProfileDraft } from '../../../shared/profile/profile.ts';
import { sigmaOrigin } from '../../../shared/profile/sigma.ts';
import type { ChangedField, ProfileChange } from '../../../shared/text/change-text.ts';
import type { Secrets } from './profile-secrets.ts';

/** Of a profile that is stored. What cannot be read counts as another one: storing it then says what is wrong. */
export async function changedSecrets(
  draft: ProfileDraft,
  secrets: Pick<Secrets, 'embedSecret' | 'clientSecret'>,
): Promise<ProfileChange[]> {
  const { id, embedSecret, connections } = draft;
  const changed: ChangedField[] = [];
  const compare = async (field: ChangedField, wanted: string | null, read: () => Promise<string>) => {
    if (wanted !== null && (await storedOrNull(read)) !== wanted) changed.push(field);
  };
  if (id !== null) await compare('embedSecret', embedSecret, () => secrets.embedSecret(id, sigmaOrigin(draft)));
  for (const connection of connections) {
    const { id: connectionId, clientSecret } = connection;
    if (connectionId === null || credentialKind(connection) === 'none') continue;
    const read = () => secrets.clientSecret(connectionId, secretDestination(connection));
    await compare('clientSecret', clientSecret, read);
  }
  return changed.map((field) => ({ field, before: null, after: null }));
}

async function storedOrNull(read: () => Promise<string>): Promise<string | null> {
  try {
    return await read();
  } catch (error) {
    if (codeOf(error) === 'internal') throw error;
    return null;
  }
}
