/**
 * What is inside an entry. Every ciphertext binds the name of its entry and a format version, so that a program that
 * can write the file still cannot make one entry pass for another.
 */
import { z } from '../../shared/zod.ts';
import type { Cipher } from './cipher.ts';
import type { EntryName } from './vault.ts';

const FORMAT_VERSION = 1;
const Sealed = z.object({ v: z.literal(FORMAT_VERSION), name: z.string(), secret: z.string() });

export interface Unsealed {
  readonly secret: string;
  readonly shouldReEncrypt: boolean;
}

/** The entry as base64. Throws what the cipher throws. */
export async function seal(cipher: Cipher, name: EntryName, secret: string): Promise<string> {
  const sealed: z.infer<typeof Sealed> = { v: FORMAT_VERSION, name, secret };
  return (await cipher.encrypt(JSON.stringify(sealed))).toString('base64');
}

/** Throws when the entry is damaged, of another version or of another name, or when the cipher throws. */
export async function unseal(cipher: Cipher, name: EntryName, stored: unknown): Promise<Unsealed> {
  const { result, shouldReEncrypt } = await cipher.decrypt(Buffer.from(z.base64().parse(stored), 'base64'));
  const sealed = Sealed.parse(JSON.parse(result));
  if (sealed.name !== name) throw new Error('The entry belongs to another name.');
  return { secret: sealed.secret, shouldReEncrypt };
}
