/** Takes out of the vault what belongs to no profile any more, as interrupted removals leave it there. */
import { codeOf } from '../../../shared/errors.ts';
import type { Profile } from '../../../shared/profile/profile.ts';
import type { Log } from '../../log/log.ts';
import type { Profiles } from '../../settings/profiles.ts';
import type { EntryName, Vault } from '../../vault/vault.ts';

export interface OrphanedSecretsOptions {
  readonly vault: Pick<Vault, 'mode' | 'names' | 'remove'>;
  readonly profiles: Pick<Profiles, 'all' | 'areWhole'>;
  readonly log: Log;
}

/** Never throws: what could not be removed does no harm until the next start. */
export async function removeOrphanedSecrets({ vault, profiles, log }: OrphanedSecretsOptions): Promise<void> {
  if (vault.mode !== 'encrypted') return;
  // Without any profile, the settings were more probably lost than emptied: a person may bring them back.
  if (profiles.all().length === 0) return;
  // An entry may belong to a profile that was set aside, so nothing is removed while one is.
  if (!profiles.areWhole()) return;
  try {
    const orphans = orphanedEntries(vault.names(), profiles.all());
    for (const name of orphans) await vault.remove(name);
    if (orphans.length > 0) log.info('vault.pruned', { count: orphans.length });
  } catch (error) {
    log.warn('vault.not-pruned', { code: codeOf(error) });
  }
}

/** The entries that none of these profiles uses. */
export function orphanedEntries(names: readonly EntryName[], profiles: readonly Profile[]): EntryName[] {
  // Those of the audit trail belong to the program, and to no profile.
  const owned = new Set<EntryName>(names.filter((name) => name.startsWith('audit/')));
  for (const { id, connections } of profiles) {
    owned.add(`embed-secret/${id}`);
    for (const connection of connections) {
      owned.add(`grant/${connection.id}`);
      if (connection.clientAuthentication !== 'none') owned.add(`client-secret/${connection.id}`);
    }
  }
  return names.filter((name) => !owned.has(name));
}
