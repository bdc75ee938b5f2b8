/**
 * Encrypts access tokens the way Sigma decrypts them: the scheme of `encrypt` in `@sigmacomputing/node-embed-sdk`.
 *
 * The SDK derives its key synchronously and holds its thread for 100 to 190 ms at each call, which in the main process
 * freezes the window. Here the key is derived on libuv's thread pool, ahead of need, so that encrypting costs
 * microseconds when the next token arrives.
 */
import { createCipheriv, randomBytes } from 'node:crypto';
import { type Derivation, deriveInTurn } from './key-derivation.ts';

const SALT_BYTES = 16;
const IV_BYTES = 12;

interface StockedKey {
  readonly salt: Buffer;
  readonly derivation: Derivation;
}

export interface TokenEncryptor {
  /** Derives keys in the background until `count` are in stock. */
  prepare(count: number): void;
  /** `b64(salt).b64(iv).b64(tag).b64(ciphertext)`. Each call uses a key and a salt of its own, as the SDK does. */
  encrypt(accessToken: string): Promise<string>;
}

function seal({ salt, key }: { readonly salt: Buffer; readonly key: Buffer }, plaintext: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const ciphertext = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
  return [salt, iv, cipher.getAuthTag(), ciphertext].map((part) => part.toString('base64')).join('.');
}

/** An encryptor for one embed secret. */
export function createTokenEncryptor(embedSecret: string): TokenEncryptor {
  const stock: StockedKey[] = [];

  function deriveKey(): StockedKey {
    const salt = randomBytes(SALT_BYTES);
    const derivation = deriveInTurn(embedSecret, salt);
    // The call that takes the key meets the failure; without a taker it must not end the process as unhandled.
    derivation.key.catch(() => {});
    return { salt, derivation };
  }

  return {
    prepare(count) {
      while (stock.length < count) stock.push(deriveKey());
    },
    async encrypt(accessToken) {
      const { salt, derivation } = stock.shift() ?? deriveKey();
      derivation.hurry();
      return seal({ salt, key: await derivation.key }, accessToken);
    },
  };
}
