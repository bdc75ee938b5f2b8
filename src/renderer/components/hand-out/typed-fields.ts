/** What was typed into the fields of a dialog, by their names. */
import type { TypedSecrets } from '../../../shared/set-up-file.ts';

export const EMBED_SECRET = 'embedSecret';
export const PASSPHRASE = 'passphrase';
export const PASSPHRASE_AGAIN = 'passphraseAgain';
/** The name of the field for the client secret of a connection. */
export const secretOf = (connectionId: string): string => `clientSecret/${connectionId}`;

export const typedIn = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};

/** A secret is copied, and brings what stood around it. */
export function typedSecrets(form: FormData, connectionIds: readonly string[]): TypedSecrets {
  return {
    embedSecret: typedIn(form, EMBED_SECRET).trim() || null,
    clientSecrets: connectionIds.map((connectionId) => ({
      connectionId,
      secret: typedIn(form, secretOf(connectionId)).trim(),
    })),
  };
}

/** The names of the fields that are empty. */
export const emptyOf = (form: FormData, names: readonly string[]): readonly string[] =>
  names.filter((name) => typedIn(form, name).trim() === '');
