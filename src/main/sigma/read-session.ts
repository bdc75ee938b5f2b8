/**
 * Reads a signed session as Sigma would: with the embed secret and nothing else. What cannot be read that way, Sigma cannot read
 * either. It decides nothing; who reads it compares.
 */
import { createDecipheriv } from 'node:crypto';
import { compactVerify, decodeProtectedHeader } from 'jose';
import { deriveInTurn } from './key-derivation.ts';

export interface ReadSession {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  /** The access tokens in it; null for one that the secret does not open. */
  readonly tokens: readonly (string | null)[];
}

/** @param url a signed address. @returns null when it holds no session, or none that was signed with this secret */
export async function readSession(url: string, embedSecret: string): Promise<ReadSession | null> {
  try {
    const jwt = new URL(url).searchParams.get(':jwt') ?? '';
    const key = Buffer.from(embedSecret, 'utf8');
    const { payload } = await compactVerify(jwt, key, { algorithms: ['HS256'] });
    const claims: unknown = JSON.parse(Buffer.from(payload).toString('utf8'));
    if (typeof claims !== 'object' || claims === null) return null;
    const read = { ...claims } as Record<string, unknown>;
    const tokens = await Promise.all(sealedIn(read).map((sealed) => open(sealed, embedSecret)));
    return { header: { ...decodeProtectedHeader(jwt) }, claims: read, tokens };
  } catch {
    // What it says may quote what it could not read.
    return null;
  }
}

function sealedIn({ connection_oauth_tokens: each, oauth_token: whole }: Readonly<Record<string, unknown>>): unknown[] {
  return [
    ...(typeof each === 'object' && each !== null ? Object.values(each) : []),
    ...(whole === undefined ? [] : [whole]),
  ];
}

const SALT_BYTES = 16;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** The scheme of `token-encryption.ts`, the other way: `b64(salt).b64(iv).b64(tag).b64(ciphertext)`. */
async function open(sealed: unknown, embedSecret: string): Promise<string | null> {
  const [salt, iv, tag, ciphertext, more] = String(sealed)
    .split('.')
    .map((part) => Buffer.from(part, 'base64'));
  if (!salt || !iv || !tag || !ciphertext || more) return null;
  if (salt.length !== SALT_BYTES || iv.length !== IV_BYTES || tag.length !== TAG_BYTES) return null;
  try {
    const derivation = deriveInTurn(embedSecret, salt);
    derivation.hurry();
    const decipher = createDecipheriv('aes-256-gcm', await derivation.key, iv, { authTagLength: TAG_BYTES });
    decipher.setAuthTag(tag);
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}
