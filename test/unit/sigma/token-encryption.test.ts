/** The encryption of access tokens, against vectors of Sigma's own SDK. */
import { createDecipheriv, pbkdf2Sync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createTokenEncryptor } from '../../../src/main/sigma/token-encryption.ts';

type Vector = { embedSecret: string; plaintext: string; encrypted: string };
const file = new URL('../../vectors/sigma-token-encryption.json', import.meta.url);
const { vectors } = JSON.parse(readFileSync(file, 'utf8')) as { vectors: Vector[] };

/** What Sigma does with a token, written from the description of the scheme and not from our code. */
function decrypt(embedSecret: string, encrypted: string): string {
  const [salt, iv, tag, ciphertext] = encrypted.split('.').map((part) => Buffer.from(part, 'base64'));
  if (!salt || !iv || !tag || !ciphertext) throw new Error('not four parts');
  const key = pbkdf2Sync(embedSecret, salt, 600_000, 32, 'sha256');
  const decipher = createDecipheriv('aes-256-gcm', key, iv);
  decipher.setAuthTag(tag);
  return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8');
}

async function importSdk(): Promise<{ decrypt?: (secret: string, encrypted: string) => string } | null> {
  const name = '@sigmacomputing/node-embed-sdk';
  try {
    return await import(/* @vite-ignore */ name);
  } catch {
    return null;
  }
}
const sdk = await importSdk();

describe('token encryption', () => {
  test.each(vectors.map((vector, index) => [index, vector] as const))(
    'reads what the SDK wrote: vector %i',
    (_index, vector) => {
      expect(decrypt(vector.embedSecret, vector.encrypted)).toBe(vector.plaintext);
    },
  );

  test.each(vectors.map((vector, index) => [index, vector] as const))(
    'writes what Sigma reads: vector %i',
    async (_index, vector) => {
      const encrypted = await createTokenEncryptor(vector.embedSecret).encrypt(vector.plaintext);
      expect(decrypt(vector.embedSecret, encrypted)).toBe(vector.plaintext);
    },
  );

  test.skipIf(typeof sdk?.decrypt !== 'function')('is read by the SDK itself', async () => {
    const encrypted = await createTokenEncryptor('an embed secret').encrypt('a token');
    expect(sdk?.decrypt?.('an embed secret', encrypted)).toBe('a token');
  });

  test('has the sizes of the scheme: salt 16, IV 12, tag 16', async () => {
    const encrypted = await createTokenEncryptor('secret').encrypt('token');
    const sizes = encrypted.split('.').map((part) => Buffer.from(part, 'base64').length);
    expect(sizes).toEqual([16, 12, 16, 5]);
    expect(encrypted.split('.').every((part) => /^[A-Za-z0-9+/]+={0,2}$/.test(part))).toBe(true);
  });

  test('never uses a salt or an IV twice, from stock or without', async () => {
    const encryptor = createTokenEncryptor('secret');
    encryptor.prepare(2);
    const outputs = await Promise.all([1, 2, 3].map(() => encryptor.encrypt('token')));
    expect(new Set(outputs.map((output) => output.split('.')[0])).size).toBe(3);
    expect(new Set(outputs.map((output) => output.split('.')[1])).size).toBe(3);
  });
});
