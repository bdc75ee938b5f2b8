/** Which part of the operating system encrypts for us, and whether it deserves the word. */
import { createCipher, isAsynchronous, roundTripHolds, type SafeStorage } from './cipher.ts';

export type Backend = {
  /** False where a stored secret would be readable by anyone who can read the file. */
  protects: boolean;
  /** As people know it. */
  name: string;
};

const SECRET_SERVICE = 'the system keyring (Secret Service)';
const linuxNames: Readonly<Record<string, string>> = {
  gnome_libsecret: SECRET_SERVICE,
  kwallet: 'KWallet',
  kwallet5: 'KWallet',
  kwallet6: 'KWallet',
};

/**
 * Tries the operating system's encryption instead of asking about it: what Electron calls available may be a constant
 * key or a service that does not answer, and the backend that it names on Linux follows from the desktop alone.
 * Never raises: encryption that fails protects nothing.
 */
export async function detectBackend(safeStorage: SafeStorage, platform: NodeJS.Platform): Promise<Backend> {
  const name = nameOf(safeStorage, platform);
  if (name !== null && (await roundTripHolds(createCipher(safeStorage, platform)))) return { protects: true, name };
  return { protects: false, name: 'no keychain' };
}

function nameOf(safeStorage: SafeStorage, platform: NodeJS.Platform): string | null {
  if (platform === 'darwin') return 'Keychain';
  if (platform === 'win32') return 'Windows data protection';
  if (platform !== 'linux') return null;
  const selected = safeStorage.getSelectedStorageBackend?.() ?? 'unknown';
  // The asynchronous providers look for a Secret Service on any desktop, so the round trip alone decides. The
  // synchronous ones use what is named here, and where that is `basic_text` or unknown they protect nothing.
  return linuxNames[selected] ?? (isAsynchronous(safeStorage) ? SECRET_SERVICE : null);
}
