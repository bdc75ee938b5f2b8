/** What the vault holds, by the names and shapes of the program. */
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import type { Profile } from '../../../shared/profile/profile.ts';
import { Grant } from '../../oauth/grants/grant.ts';
import type { EntryName, Vault } from '../../vault/vault.ts';

/** A client secret or private key, and the only server and application that it may be shown to. */
const BoundSecret = z.object({ destination: z.string(), secret: z.string() });

/** How a client secret is stored. @param destination see `Connections.secretDestination` */
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

export type Secrets = ReturnType<typeof createSecrets>;

export function createSecrets(vault: Vault) {
  const put = (name: EntryName, secret: string | null) =>
    secret === null ? vault.remove(name) : vault.put(name, secret);

  return {
    /**
     * Makes the changes and then what belongs to them; when one of them fails, puts back what was there before, as far
     * as the vault lets us.
     *
     * @throws AppError `vault_locked`, `vault_write_failed`, and what `commit` raises
     */
    async change(changes: readonly SecretChange[], commit: () => Promise<void>): Promise<void> {
      const before: SecretChange[] = [];
      const stores = changes.some(([, secret]) => secret !== null);
      for (const [name] of changes) {
        // What cannot be read now cannot be put back either; that must not keep anybody from taking it away. Storing
        // something while the keychain is locked would fail half-way, so it is not begun.
        const earlier = vault.has(name)
          ? await vault.get(name).catch((error: unknown) => {
              if (stores && error instanceof AppError && error.code === 'vault_locked') throw error;
              return undefined;
            })
          : null;
        if (earlier !== undefined) before.push([name, earlier]);
      }
      try {
        for (const [name, secret] of changes) await put(name, secret);
        await commit();
      } catch (error) {
        for (const [name, secret] of before) await put(name, secret).catch(() => undefined);
        throw error;
      }
    },

    /**
     * Removes every entry that belongs to none of these profiles, as an interrupted removal leaves behind.
     *
     * @returns how many there were
     * @throws AppError `vault_write_failed`
     */
    async prune(profiles: readonly Profile[]): Promise<number> {
      const owned = new Set<EntryName>();
      for (const { id, connections } of profiles) {
        owned.add(`embed-secret/${id}`);
        for (const connection of connections) {
          owned.add(`grant/${connection.id}`);
          if (connection.clientAuthentication !== 'none') owned.add(`client-secret/${connection.id}`);
        }
      }
      const orphans = vault.names().filter((name) => !owned.has(name));
      for (const name of orphans) await vault.remove(name);
      return orphans.length;
    },

    /** @throws AppError `secret_missing` */
    async embedSecret(profileId: string): Promise<string> {
      const secret = await vault.get(`embed-secret/${profileId}`);
      if (secret === null)
        throw new AppError('secret_missing', 'The embed secret of this profile is not in the vault.');
      return secret;
    },
    hasEmbedSecret: (profileId: string) => vault.has(`embed-secret/${profileId}`),

    /**
     * Whatever order vault and settings are written in, and wherever that was interrupted: a secret goes to the server
     * and application that it was entered for, or nowhere.
     *
     * @param destination where it is about to be shown
     * @throws AppError `secret_missing`
     */
    async clientSecret(connectionId: string, destination: string): Promise<string> {
      const stored = await vault.get(`client-secret/${connectionId}`);
      if (stored === null) {
        throw new AppError(
          'secret_missing',
          'The client secret or private key of this connection is not in the vault.',
        );
      }
      const bound = readBound(stored);
      if (bound?.destination !== destination) {
        throw new AppError('secret_missing', 'The stored client secret or private key is for another application.');
      }
      return bound.secret;
    },
    hasClientSecret: (connectionId: string) => vault.has(`client-secret/${connectionId}`),

    /** @throws AppError `vault_entry_damaged` when the entry is not a grant of this version */
    async loadGrant(connectionId: string): Promise<Grant | null> {
      const text = await vault.get(`grant/${connectionId}`);
      if (text === null) return null;
      const parsed = Grant.safeParse(JSON.parse(text));
      // The vault vouches for the bytes, so this is a grant that another version of the program wrote.
      if (!parsed.success) throw new AppError('vault_entry_damaged', 'The stored sign-in is from another version.');
      return parsed.data;
    },
    saveGrant: (grant: Grant) => vault.put(`grant/${grant.connectionId}`, JSON.stringify(grant)),
    removeGrant: (connectionId: string) => vault.remove(`grant/${connectionId}`),
  };
}
