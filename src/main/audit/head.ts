/**
 * The head of the trail: where it begins and ends, kept apart from it under a key of the vault, so that an end that is cut
 * off, or a trail that was written anew, does not go unnoticed.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from '../../shared/zod.ts';
import { canonical } from './chain.ts';

const Place = z.strictObject({ file: z.int().positive(), seq: z.int().nonnegative(), hash: z.string() });

const Head = z.strictObject({
  /** Before the first record that is kept: its file, and what it follows. */
  first: Place,
  /** The last record. */
  last: Place,
});
export type Head = z.infer<typeof Head>;

const SealedHead = z.strictObject({ head: Head, mac: z.string().nullable() });

export interface FoundHead {
  /** Also of one that is forged: what it says is then believed of nobody. */
  readonly head: Head | null;
  readonly state: 'sealed' | 'unsealed' | 'missing' | 'forged';
}

const macOf = (head: Head, key: Uint8Array): string => createHmac('sha256', key).update(canonical(head)).digest('hex');

/** @param key null where no keychain works: then nobody can tell who wrote it */
export const sealHead = (head: Head, key: Uint8Array | null): unknown => ({ head, mac: key && macOf(head, key) });

/** @param key null where there is none, or it cannot be read */
export function openHead(value: unknown, key: Uint8Array | null): FoundHead {
  if (value === undefined || value === null) return { head: null, state: 'missing' };
  const found = SealedHead.safeParse(value).data;
  if (!found) return { head: null, state: 'forged' };
  const { head, mac } = found;
  if (key === null) return { head, state: 'unsealed' };
  if (mac === null) return { head, state: 'unsealed' };
  const [given, own] = [Buffer.from(mac), Buffer.from(macOf(head, key))];
  return { head, state: given.length === own.length && timingSafeEqual(given, own) ? 'sealed' : 'forged' };
}
