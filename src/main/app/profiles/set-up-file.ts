/**
 * The file by which an administrator hands a profile to others: the profile as it is stored, and, where that is wished, its
 * secrets under a passphrase (decision 0055).
 */
import { createCipheriv, createDecipheriv, randomBytes, type ScryptOptions, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { AppError } from '../../../shared/errors.ts';
import { Profile } from '../../../shared/profile/profile.ts';
import type { TypedSecrets } from '../../../shared/set-up-file.ts';
import { namedFault } from '../../../shared/text/error-text.ts';
import { z } from '../../../shared/zod.ts';

const FORMAT_VERSION = 1;

/** RFC 7914; 2^17 is what OWASP asks for where a passphrase protects what lies in a file. It takes 128 MiB for a moment. */
const KEY_DERIVATION: ScryptOptions = { N: 2 ** 17, r: 8, p: 1, maxmem: 192 * 1024 * 1024 };
const KEY_BYTES = 32;
const CIPHER = 'aes-256-gcm';
/** NIST SP 800-38D section 5.2: the lengths that are recommended. */
const IV_BYTES = 12;
const TAG_BYTES = 16;
const SALT_BYTES = 16;

const deriveKey = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

const bytesOf = (length: number) =>
  z
    .base64()
    .transform((text) => Buffer.from(text, 'base64'))
    .refine((bytes) => bytes.length === length);
const Sealed = z.object({
  salt: bytesOf(SALT_BYTES),
  iv: bytesOf(IV_BYTES),
  tag: bytesOf(TAG_BYTES),
  data: z.base64().transform((text) => Buffer.from(text, 'base64')),
});

const Stored = z.object({
  profile: Profile,
  /** The connections that have a client secret or a key. */
  clientSecrets: z.array(z.uuid()).max(64),
  sealed: Sealed.optional(),
});

const Secrets = z.object({ embedSecret: z.string(), clientSecrets: z.record(z.uuid(), z.string()) });

export interface SetUpFile {
  readonly profile: Profile;
  /** The ids of the connections that have a client secret or a key. */
  readonly clientSecrets: readonly string[];
  readonly sealed: z.infer<typeof Sealed> | null;
  /** What the seal vouches for besides the secrets: all of the file that says where they go. */
  readonly bound: string;
}

/** Whether a text is meant as a set-up file, whole or not. A `.env` file begins otherwise. */
export const isSetUpFile = (text: string): boolean => /^\s*\{/.test(text);

/**
 * @param text contents of the file
 * @throws AppError `set_up_unreadable`
 */
export function readSetUpFile(text: string): SetUpFile {
  const file = parseObject(text);
  const version = file.sightglassSetUp;
  if (typeof version !== 'number') throw new AppError('set_up_unreadable', { reason: 'anotherKind' });
  if (version !== FORMAT_VERSION) throw new AppError('set_up_unreadable', { reason: 'anotherVersion' });
  const { data, error } = Stored.safeParse(file);
  if (error) {
    const faults = error.issues.map(({ path, message }) => namedFault(path.join('.'), path, message));
    throw new AppError('set_up_unreadable', { reason: 'faulty', faults });
  }
  const { profile, clientSecrets, sealed = null } = data;
  return { profile, clientSecrets, sealed, bound: boundText(file) };
}

/** As it stands in the file: what a schema makes of it may differ between versions of the program. */
const boundText = (file: Readonly<Record<string, unknown>>): string =>
  JSON.stringify([file.sightglassSetUp, file.profile, file.clientSecrets]);

function parseObject(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // What the parser says quotes the file.
    throw new AppError('set_up_unreadable', { reason: 'notWhole' });
  }
  const { data } = z.record(z.string(), z.unknown()).safeParse(value);
  if (!data) throw new AppError('set_up_unreadable', { reason: 'anotherKind' });
  return data;
}

/**
 * The secrets in a file. A file in which anything else was changed since it was sealed gives none away either: an address
 * put in by somebody else would be sent the secrets.
 *
 * @throws AppError `passphrase_wrong`
 */
export async function unseal({ sealed, bound }: SetUpFile, passphrase: string): Promise<TypedSecrets> {
  if (sealed === null) return { embedSecret: null, clientSecrets: [] };
  const key = await deriveKey(passphrase.normalize('NFC'), sealed.salt, KEY_BYTES, KEY_DERIVATION);
  try {
    const decipher = createDecipheriv(CIPHER, key, sealed.iv, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(bound));
    decipher.setAuthTag(sealed.tag);
    const opened = Buffer.concat([decipher.update(sealed.data), decipher.final()]).toString();
    const { embedSecret, clientSecrets } = Secrets.parse(JSON.parse(opened));
    return {
      embedSecret,
      clientSecrets: Object.entries(clientSecrets).map(([connectionId, secret]) => ({ connectionId, secret })),
    };
  } catch {
    // Neither the cipher nor the schema tells more than that, and what the schema says quotes the secrets.
    throw new AppError('passphrase_wrong');
  } finally {
    key.fill(0);
  }
}

/** What is to be sealed, and with what. */
export interface Sealing {
  readonly passphrase: string;
  readonly embedSecret: string;
  readonly clientSecrets: Readonly<Record<string, string>>;
}

/**
 * The text of a file.
 *
 * @param clientSecrets the ids of the connections that have a client secret or a key
 * @param sealing null: the secrets are handed over in another way
 */
export async function writeSetUpFile(
  profile: Profile,
  clientSecrets: readonly string[],
  sealing: Sealing | null,
): Promise<string> {
  const open = { sightglassSetUp: FORMAT_VERSION, profile, clientSecrets };
  const sealed = sealing && (await seal(sealing, boundText(open)));
  return `${JSON.stringify({ ...open, ...(sealed && { sealed }) }, null, 2)}\n`;
}

async function seal({ passphrase, embedSecret, clientSecrets }: Sealing, bound: string) {
  const salt = randomBytes(SALT_BYTES);
  const iv = randomBytes(IV_BYTES);
  const key = await deriveKey(passphrase.normalize('NFC'), salt, KEY_BYTES, KEY_DERIVATION);
  const cipher = createCipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(bound));
  const data = Buffer.concat([cipher.update(JSON.stringify({ embedSecret, clientSecrets })), cipher.final()]);
  key.fill(0);
  const base64 = (bytes: Buffer) => bytes.toString('base64');
  return { salt: base64(salt), iv: base64(iv), tag: base64(cipher.getAuthTag()), data: base64(data) };
}
