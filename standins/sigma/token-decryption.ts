/** The receiving end of `@sigmacomputing/node-embed-sdk`'s `encrypt`. */
import { createDecipheriv, pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';

const ITERATIONS = 600_000;
const KEY_BYTES = 32;
const PART_BYTES = { salt: 16, iv: 12, tag: 16 } as const;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Null when it is not `salt.iv.tag.ciphertext` in standard base64, or was not encrypted with this secret. */
export async function decryptConnectionToken(embedSecret: string, encrypted: string): Promise<string | null> {
  const parts = encrypted.split('.');
  if (parts.length !== 4 || !parts.every((part) => BASE64.test(part))) return null;
  const [salt, iv, tag, ciphertext] = parts.map((part) => Buffer.from(part, 'base64')) as [
    Buffer,
    Buffer,
    Buffer,
    Buffer,
  ];
  if (salt.length !== PART_BYTES.salt || iv.length !== PART_BYTES.iv || tag.length !== PART_BYTES.tag) return null;
  // Asked for when it is needed: a test may have put a quick one in its place.
  const key = await promisify(pbkdf2)(Buffer.from(embedSecret, 'utf8'), salt, ITERATIONS, KEY_BYTES, 'sha256');
  const decipher = createDecipheriv('aes-256-gcm', key, iv);
  decipher.setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}
