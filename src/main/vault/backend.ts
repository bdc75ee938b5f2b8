/** Which part of the operating system encrypts for us, and whether it deserves the word. */

/** The part of Electron's `safeStorage` that is looked at; newer versions add the asynchronous calls. */
export type SafeStorage = {
  isEncryptionAvailable(): boolean;
  encryptString(plainText: string): Buffer;
  decryptString(encrypted: Buffer): string;
  getSelectedStorageBackend?(): string;
  isAsyncEncryptionAvailable?(): Promise<boolean>;
  encryptStringAsync?(plainText: string): Promise<Buffer>;
  decryptStringAsync?(encrypted: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }>;
};

export type Backend = {
  /** False where a stored secret would be readable by anyone who can read the file. */
  protects: boolean;
  name: string;
};

const linuxNames: Readonly<Record<string, string>> = {
  gnome_libsecret: 'the system keyring (Secret Service)',
  kwallet: 'KWallet',
  kwallet5: 'KWallet',
  kwallet6: 'KWallet',
};

/**
 * Looks at the operating system's encryption. On Linux `isEncryptionAvailable()` is not enough: the backend
 * `basic_text` encrypts with a password that everybody knows.
 */
export async function detectBackend(safeStorage: SafeStorage, platform: NodeJS.Platform): Promise<Backend> {
  if (platform === 'linux') {
    const selected = safeStorage.getSelectedStorageBackend?.() ?? 'unknown';
    const name = linuxNames[selected];
    if (!name) return { protects: false, name: 'no keychain' };
    return { protects: await isAvailable(safeStorage), name };
  }
  const name = platform === 'darwin' ? 'Keychain' : platform === 'win32' ? 'Windows data protection' : 'no keychain';
  return { protects: name !== 'no keychain' && (await isAvailable(safeStorage)), name };
}

async function isAvailable(safeStorage: SafeStorage): Promise<boolean> {
  return safeStorage.isAsyncEncryptionAvailable
    ? await safeStorage.isAsyncEncryptionAvailable()
    : safeStorage.isEncryptionAvailable();
}

/** Encrypts and decrypts without holding the thread where the runtime allows it. */
export function createCipher(safeStorage: SafeStorage) {
  return {
    async encrypt(plaintext: string): Promise<Buffer> {
      return safeStorage.encryptStringAsync
        ? await safeStorage.encryptStringAsync(plaintext)
        : safeStorage.encryptString(plaintext);
    },
    /** Throws when the ciphertext was made with another key or was changed. */
    async decrypt(ciphertext: Buffer): Promise<string> {
      return safeStorage.decryptStringAsync
        ? (await safeStorage.decryptStringAsync(ciphertext)).result
        : safeStorage.decryptString(ciphertext);
    },
  };
}
export type Cipher = ReturnType<typeof createCipher>;
