/** What the vault holds for profiles: embed secrets, client secrets and grants, by the names and shapes of the program. */

import { AppError, codeOf } from '../../../shared/errors.ts';
import { z } from '../../../shared/zod.ts';
import type { Log } from '../../log/log.ts';
import { Grant } from '../../oauth/grants/grant.ts';
import type { EntryName, Vault } from '../../vault/vault.ts';

/** A secret, and where alone it may be used: the server and application of a client secret, the Sigma of an embed secret. */
const BoundSecret = z.object({ destination: z.string(), secret: z.string() });

/** How a secret is stored. @param destination of a client secret, see `secretDestination`; of an embed secret, `sigmaOrigin` */
export const boundSecret = (destination: string, secret: string): string =>
  JSON.stringify({ destination, secret } satisfies z.infer<typeof BoundSecret>);

/** Null for what an earlier version stored, which says nothing of where it may go. */
function readBound(stored: string): z.infer<typeof BoundSecret> | null {
  try {
    return BoundSecret.parse(JSON.parse(stored));
  } catch {
    // The reason would quote the secret.
    return null;
  }
}

/** What a secret is to become; null takes it away. */
export type SecretChange = readonly [name: EntryName, secret: string | null];

export interface Secrets {
  /**
   * Makes the changes and then what belongs to them; when one of them fails, puts back what was there before, as far
   * as the vault lets us.
   *
   * @throws AppError `vault_locked`, `vault_write_failed`, `vault_remove_failed`, and what `commit` throws;
   * `secrets_half_changed` when something could not be put back
   */
  change(changes: readonly SecretChange[], commit: () => Promise<void>): Promise<void>;
  /**
   * What it signs opens Sigma as the person whom it names, so it signs for the Sigma that it was entered for alone:
   * not for another that somebody wrote into the settings file.
   *
   * @param origin of the Sigma that is about to be signed for
   * @throws AppError `secret_missing`, `vault_locked`, `vault_write_failed`
   */
  embedSecret(profileId: string, origin: string): Promise<string>;
  hasEmbedSecret(profileId: string): boolean;
  /**
   * However an interruption left vault and settings: a secret goes to the server and application that it was entered
   * for, or nowhere.
   *
   * @param destination where it is about to be shown
   * @throws AppError `secret_missing`, `vault_locked`, `vault_write_failed`
   */
  clientSecret(connectionId: string, destination: string): Promise<string>;
  hasClientSecret(connectionId: string): boolean;
  /** @throws AppError `vault_entry_damaged` when the entry is not a grant of this version, and what the vault throws */
  loadGrant(connectionId: string): Promise<Grant | null>;
  /** @throws AppError `vault_locked`, `vault_write_failed` */
  saveGrant(grant: Grant): Promise<void>;
  /** @throws AppError `vault_remove_failed` */
  removeGrant(connectionId: string): Promise<void>;
}

export interface SecretsOptions {
  readonly vault: Vault;
  readonly log: Log;
}

export function createSecrets({ vault, log }: SecretsOptions): Secrets {
  return {
    change: (changes, commit) => changeSecrets({ vault, log }, changes, commit),
    async embedSecret(profileId, origin) {
      const name: EntryName = `embed-secret/${profileId}`;
      const stored = await vault.get(name);
      if (stored === null) throw new AppError('secret_missing', { reason: 'embedSecretNotStored' });
      const bound = readBound(stored);
      // An earlier version stored the secret alone. There is no other Sigma to bind it to than the one it signs for.
      if (!bound) {
        await vault.put(name, boundSecret(origin, stored)).catch((error: unknown) => {
          log.warn('vault.secret-not-bound', { entry: name, code: codeOf(error) });
        });
        return stored;
      }
      if (bound.destination !== origin) throw new AppError('secret_missing', { reason: 'sigmaChanged' });
      return bound.secret;
    },
    hasEmbedSecret: (profileId) => vault.has(`embed-secret/${profileId}`),

    async clientSecret(connectionId, destination) {
      const stored = await vault.get(`client-secret/${connectionId}`);
      if (stored === null) throw new AppError('secret_missing', { reason: 'clientSecretNotStored' });
      const bound = readBound(stored);
      if (bound?.destination !== destination) throw new AppError('secret_missing', { reason: 'forAnotherApplication' });
      return bound.secret;
    },
    hasClientSecret: (connectionId) => vault.has(`client-secret/${connectionId}`),

    async loadGrant(connectionId) {
      const text = await vault.get(`grant/${connectionId}`);
      if (text === null) return null;
      const parsed = Grant.safeParse(JSON.parse(text));
      // The vault vouches for the bytes, so this is a grant that another version of the program wrote.
      if (!parsed.success) throw new AppError('vault_entry_damaged', { reason: 'anotherVersion' });
      return parsed.data;
    },
    saveGrant: (grant) => vault.put(`grant/${grant.connectionId}`, JSON.stringify(grant)),
    removeGrant: (connectionId) => vault.remove(`grant/${connectionId}`),
  };
}

async function changeSecrets(
  { vault, log }: SecretsOptions,
  changes: readonly SecretChange[],
  commit: () => Promise<void>,
): Promise<void> {
  const put = ([name, secret]: SecretChange) => (secret === null ? vault.remove(name) : vault.put(name, secret));
  const before = await readEarlier(vault, changes);
  const changed: EntryName[] = [];
  try {
    for (const change of changes) {
      await put(change);
      changed.push(change[0]);
    }
    await commit();
  } catch (error) {
    // One that could not be read cannot be put back either.
    let isPutBack = changed.every((name) => before.some(([earlier]) => earlier === name));
    for (const earlier of before) {
      await put(earlier).catch((cause: unknown) => {
        isPutBack = false;
        log.warn('vault.secret-not-put-back', { entry: earlier[0], code: codeOf(cause) });
      });
    }
    if (isPutBack) throw error;
    // Secrets that do not belong to what the profile says now are more for a person to know than why it began.
    throw new AppError('secrets_half_changed', { cause: codeOf(error) }, { cause: error });
  }
}

/**
 * What is there now, of those that can be read.
 *
 * @throws AppError `vault_locked` when something is to be stored: that would fail half-way, so it is not begun
 */
async function readEarlier(vault: Vault, changes: readonly SecretChange[]): Promise<SecretChange[]> {
  const isStoring = changes.some(([, secret]) => secret !== null);
  const earlier: SecretChange[] = [];
  for (const [name] of changes) {
    try {
      earlier.push([name, vault.has(name) ? await vault.get(name) : null]);
    } catch (error) {
      if (isStoring && codeOf(error) === 'vault_locked') throw error;
      // What cannot be read cannot be put back either. It can still be taken away.
    }
  }
  return earlier;
}
