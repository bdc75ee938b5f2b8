/** What the vault holds, by the names and shapes of the program. */
import { AppError } from '../../shared/errors.ts';
import { Grant } from '../oauth/grant.ts';
import type { Vault } from '../vault/vault.ts';

export type Secrets = ReturnType<typeof createSecrets>;

export function createSecrets(vault: Vault) {
  return {
    /** @throws AppError `secret_missing` */
    async embedSecret(profileId: string): Promise<string> {
      const secret = await vault.get(`embed-secret/${profileId}`);
      if (secret === null)
        throw new AppError('secret_missing', 'The embed secret of this profile is not in the vault.');
      return secret;
    },
    hasEmbedSecret: (profileId: string) => vault.has(`embed-secret/${profileId}`),
    putEmbedSecret: (profileId: string, secret: string) => vault.put(`embed-secret/${profileId}`, secret),
    removeEmbedSecret: (profileId: string) => vault.remove(`embed-secret/${profileId}`),

    /** @throws AppError `secret_missing` */
    async clientSecret(connectionId: string): Promise<string> {
      const secret = await vault.get(`client-secret/${connectionId}`);
      if (secret === null)
        throw new AppError('secret_missing', 'The client secret of this connection is not in the vault.');
      return secret;
    },
    hasClientSecret: (connectionId: string) => vault.has(`client-secret/${connectionId}`),
    putClientSecret: (connectionId: string, secret: string) => vault.put(`client-secret/${connectionId}`, secret),
    removeClientSecret: (connectionId: string) => vault.remove(`client-secret/${connectionId}`),

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
