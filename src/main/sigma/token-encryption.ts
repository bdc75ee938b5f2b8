/**
 * Encrypts access tokens the way Sigma decrypts them: the scheme of `encrypt` in `@sigmacomputing/node-embed-sdk`.
 *
 * The SDK derives its key synchronously and holds its thread for 100 to 190 ms at each call, which in the main process
 * freezes the window. Here the key is derived on libuv's thread pool, ahead of need, so that encrypting costs
 * microseconds when the next token arrives.
 */
import { createCipheriv, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(pbkdf2);

const ITERATIONS = 600_000;
const SALT_BYTES = 16;
const KEY_BYTES = 32;
const IV_BYTES = 12;

interface DerivedKey {
  readonly salt: Buffer;
  readonly key: Buffer;
}

export interface TokenEncryptor {
  /** Derives keys in the background until `count` are in stock. */
  prepare(count: number): void;
  /** `b64(salt).b64(iv).b64(tag).b64(ciphertext)`. Each call uses a key and a salt of its own, as the SDK does. */
  encrypt(accessToken: string): Promise<string>;
}

async function deriveKey(embedSecret: string): Promise<DerivedKey> {
  const salt = randomBytes(SALT_BYTES);
  return { salt, key: await derive(Buffer.from(embedSecret, 'utf8'), salt, ITERATIONS, KEY_BYTES, 'sha256') };
}

function seal({ salt, key }: DerivedKey, plaintext: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const ciphertext = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
  return [salt, iv, cipher.getAuthTag(), ciphertext].map((part) => part.toString('base64')).join('.');
}

/** An encryptor for one embed secret. */
export function createTokenEncryptor(embedSecret: string): TokenEncryptor {
  const stock: Promise<DerivedKey>[] = [];

  function derivation(): Promise<DerivedKey> {
    const key = deriveKey(embedSecret);
    // The call that takes the key meets the failure; without a taker it must not end the process as unhandled.
    key.catch(() => {});
    return key;
  }

  return {
    prepare(count) {
      while (stock.length < count) stock.push(derivation());
    },
    async encrypt(accessToken) {
      return seal(await (stock.shift() ?? derivation()), accessToken);
    },
  };
}
