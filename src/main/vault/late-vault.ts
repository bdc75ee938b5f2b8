/**
 * The vault of a computer whose keychain has not answered yet, while nothing is stored with it: in memory until it answers,
 * and then the encrypted one, which takes over what was kept so far.
 */
import { createSerialQueue } from '../async/serial-queue.ts';
import { type Cipher, roundTripHolds } from './cipher.ts';
import { createMemoryVault, type Vault } from './vault.ts';

export interface LateVaultOptions {
  readonly cipher: Cipher;
  /** Opens the encrypted vault as it is on the disk by then. */
  openEncrypted(): Promise<Vault>;
  /** The encrypted vault has taken over. */
  onTakenOver(): void;
  /** The keychain answers, and what is in memory could not be stored all the same. It is tried again. */
  onNotTakenOver(error: unknown): void;
}

export function createLateVault(options: LateVaultOptions): Vault {
  const memory = createMemoryVault();
  let encrypted: Vault | null = null;
  // Nothing may be written to the one while the other takes over.
  const queue = createSerialQueue<'vault'>();
  const inTurn = <Result>(action: () => Promise<Result>) => queue('vault', action);
  const present = (): Vault => encrypted ?? memory;

  async function moveTo(vault: Vault): Promise<void> {
    const names = memory.names();
    try {
      for (const name of names) await vault.put(name, (await memory.get(name)) ?? '');
    } catch (error) {
      // Half of it on the disk would come back at the next start, whatever becomes of it until then.
      await Promise.allSettled(names.map(vault.remove));
      throw error;
    }
    for (const name of names) await memory.remove(name);
  }

  async function takeOver(): Promise<void> {
    if (encrypted || !(await roundTripHolds(options.cipher))) return;
    try {
      const vault = await options.openEncrypted();
      await moveTo(vault);
      encrypted = vault;
    } catch (error) {
      options.onNotTakenOver(error);
      return;
    }
    options.onTakenOver();
  }

  return {
    get mode() {
      return present().mode;
    },
    get backend() {
      return present().backend;
    },
    get: (name) => inTurn(() => present().get(name)),
    put: (name, secret) =>
      inTurn(async () => {
        // A person has typed or signed in, and may unlock the keychain for it; nobody is asked for every renewal.
        if (!memory.has(name)) await takeOver();
        await present().put(name, secret);
      }),
    remove: (name) => inTurn(() => present().remove(name)),
    removeLeftovers: () => present().removeLeftovers(),
    lookAgain: () => inTurn(takeOver),
    has: (name) => present().has(name),
    names: () => present().names(),
  };
}
