/** Encryption by the operating system, through whichever of Electron's two interfaces the runtime has. */

/** The part of Electron's `safeStorage` that is used; newer versions add the asynchronous calls. */
export interface SafeStorage {
  encryptString(plainText: string): Buffer;
  decryptString(encrypted: Buffer): string;
  getSelectedStorageBackend?(): string;
  encryptStringAsync?(plainText: string): Promise<Buffer>;
  decryptStringAsync?(encrypted: Buffer): Promise<Decrypted>;
}

export interface Decrypted {
  readonly result: string;
  /** The key was rotated, or a better one is there: what was read should be encrypted once more. */
  readonly shouldReEncrypt: boolean;
}

export interface Cipher {
  /** Throws when the keychain gives no key, or only one that is public. */
  encrypt(plaintext: string): Promise<Buffer>;
  /** Throws when the ciphertext was made with another key or was changed, or when the keychain gives no key. */
  decrypt(ciphertext: Buffer): Promise<Decrypted>;
}

/** Whether the runtime encrypts without holding the thread, and so through Chromium's newer key providers. */
export function isAsynchronous(
  safeStorage: SafeStorage,
): safeStorage is SafeStorage & Required<Pick<SafeStorage, 'encryptStringAsync' | 'decryptStringAsync'>> {
  return safeStorage.encryptStringAsync !== undefined && safeStorage.decryptStringAsync !== undefined;
}

export function createCipher(safeStorage: SafeStorage, platform: NodeJS.Platform): Cipher {
  const calls: Cipher = isAsynchronous(safeStorage)
    ? {
        encrypt: (plaintext) => safeStorage.encryptStringAsync(plaintext),
        decrypt: (ciphertext) => safeStorage.decryptStringAsync(ciphertext),
      }
    : {
        encrypt: async (plaintext) => safeStorage.encryptString(plaintext),
        decrypt: async (ciphertext) => ({ result: safeStorage.decryptString(ciphertext), shouldReEncrypt: false }),
      };
  if (platform !== 'linux') return calls;

  return {
    async encrypt(plaintext) {
      const ciphertext = await calls.encrypt(plaintext);
      requireOwnKey(ciphertext);
      return ciphertext;
    },
    // With a public key anyone could have written it, so it must not be believed either.
    async decrypt(ciphertext) {
      requireOwnKey(ciphertext);
      return await calls.decrypt(ciphertext);
    },
  };
}

/**
 * On Linux, Chromium falls back to a constant key from its own source when no keyring answers, and calls that
 * available. Only the version in front of the ciphertext tells: `v10` is the constant, `v11` a keyring (Secret Service
 * or KWallet), `v12` the desktop portal. Elsewhere `v10` is the proper key.
 */
function requireOwnKey(ciphertext: Buffer): void {
  if (ciphertext.toString('latin1', 0, 3) === 'v10') throw new Error('This key is public.');
}

const CANARY = 'sightglass canary';

/** Whether the keychain answers now: what is encrypted comes back the same. Never throws. */
export async function roundTripHolds(cipher: Cipher): Promise<boolean> {
  try {
    const ciphertext = await cipher.encrypt(CANARY);
    return !ciphertext.includes(CANARY) && (await cipher.decrypt(ciphertext)).result === CANARY;
  } catch {
    // The reason does not matter, and may quote what the keychain was given.
    return false;
  }
}

/** Whether a failure to decrypt says of itself that it passes. Electron has no code for it, only these words. */
export function saysTemporarilyUnavailable(error: unknown): boolean {
  return error instanceof Error && /temporarily unavailable/i.test(error.message);
}
