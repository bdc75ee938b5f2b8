/** Which part of the operating system encrypts for us, and whether it really does. */
import type { VaultBackend } from '../../shared/state.ts';
import { createCipher, isAsynchronous, roundTripHolds, type SafeStorage } from './cipher.ts';

/** Electron's names of what encrypts on Linux. */
const linuxBackends: Readonly<Record<string, VaultBackend>> = {
  gnome_libsecret: 'secret-service',
  kwallet: 'kwallet',
  kwallet5: 'kwallet',
  kwallet6: 'kwallet',
};

/**
 * Tries the operating system's encryption instead of asking about it: what Electron calls available may be a constant
 * key or a service that does not answer, and the backend that it names on Linux follows from the desktop alone.
 * Never throws: encryption that fails protects nothing.
 *
 * @returns `none` where a stored secret would be readable by anyone who can read the file
 */
export async function detectBackend(safeStorage: SafeStorage, platform: NodeJS.Platform): Promise<VaultBackend> {
  const backend = backendOf(safeStorage, platform);
  return backend !== 'none' && (await roundTripHolds(createCipher(safeStorage, platform))) ? backend : 'none';
}

/** What would encrypt, if anything does. */
function backendOf(safeStorage: SafeStorage, platform: NodeJS.Platform): VaultBackend {
  if (platform === 'darwin') return 'keychain';
  if (platform === 'win32') return 'windows-data-protection';
  if (platform !== 'linux') return 'none';
  const selected = safeStorage.getSelectedStorageBackend?.() ?? 'unknown';
  // The asynchronous providers look for a Secret Service on any desktop, so the round trip alone decides. The
  // synchronous ones use what is named here, and where that is `basic_text` or unknown they protect nothing.
  return linuxBackends[selected] ?? (isAsynchronous(safeStorage) ? 'secret-service' : 'none');
}
