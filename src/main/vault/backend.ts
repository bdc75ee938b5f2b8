/** Which part of the operating system encrypts for us, if any does; whether it really does, `roundTripHolds` tells. */
import type { VaultBackend } from '../../shared/state.ts';
import { isAsynchronous, type SafeStorage } from './cipher.ts';

/** Electron's names of what encrypts on Linux. */
const linuxBackends: Readonly<Record<string, VaultBackend>> = {
  gnome_libsecret: 'secret-service',
  kwallet: 'kwallet',
  kwallet5: 'kwallet',
  kwallet6: 'kwallet',
};

/**
 * What would encrypt, if anything does; `none` where a stored secret would be readable by anyone who can read the file.
 * No more than a name: what Electron calls available may be a constant key or a service that does not answer, and the
 * backend that it names on Linux follows from the desktop alone.
 */
export function backendOf(safeStorage: SafeStorage, platform: NodeJS.Platform): VaultBackend {
  if (platform === 'darwin') return 'keychain';
  if (platform === 'win32') return 'windows-data-protection';
  if (platform !== 'linux') return 'none';
  const selected = safeStorage.getSelectedStorageBackend?.() ?? 'unknown';
  // The asynchronous providers look for a Secret Service on any desktop, so the round trip alone decides. The
  // synchronous ones use what is named here, and where that is `basic_text` or unknown they protect nothing.
  return linuxBackends[selected] ?? (isAsynchronous(safeStorage) ? 'secret-service' : 'none');
}
