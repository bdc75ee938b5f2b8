/** Whether the keychain works at this moment, beside the vault: nothing is stored, and nothing of the vault is touched. */
import type { VaultBackend } from '../../shared/state.ts';
import type { Timers } from '../async/timers.ts';
import { backendOf } from './backend.ts';
import { createCipher, type SafeStorage } from './cipher.ts';

export interface LookAtKeychainOptions extends Timers {
  readonly safeStorage: SafeStorage;
  readonly platform: NodeJS.Platform;
}

export interface KeychainLook {
  readonly backend: VaultBackend;
  /** What Electron calls what it would encrypt with; null where it has no such names. */
  readonly selected: string | null;
  /** `none`: there is nothing to try; `silent`: no answer in time; `refused`: no key, or one that is public. */
  readonly tried: 'held' | 'silent' | 'refused' | 'none';
}

/** One that asks a person to unlock it may take longer; then it is locked, and that is what is to be known. */
const LIMIT_MS = 5_000;

export async function lookAtKeychain({
  safeStorage,
  platform,
  setTimer,
}: LookAtKeychainOptions): Promise<KeychainLook> {
  const backend = backendOf(safeStorage, platform);
  const selected = safeStorage.getSelectedStorageBackend?.() ?? null;
  if (backend === 'none') return { backend, selected, tried: 'none' };
  const tried = await new Promise<KeychainLook['tried']>((resolve) => {
    const stopTimer = setTimer(() => resolve('silent'), LIMIT_MS);
    void roundTrip(createCipher(safeStorage, platform)).then((outcome) => {
      stopTimer();
      resolve(outcome);
    });
  });
  return { backend, selected, tried };
}

async function roundTrip(cipher: ReturnType<typeof createCipher>): Promise<'held' | 'refused'> {
  const made = crypto.randomUUID();
  try {
    const ciphertext = await cipher.encrypt(made);
    return !ciphertext.includes(made) && (await cipher.decrypt(ciphertext)).result === made ? 'held' : 'refused';
  } catch {
    // What it says may quote what it was given.
    return 'refused';
  }
}
