/** What the vault stands on, in memory: stores that can be told to fail and a keychain that can be locked. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Cipher } from '../../src/main/vault/cipher.ts';
import type { EntryStore } from '../../src/main/vault/entry-store.ts';

export type FakeStore = Omit<EntryStore, 'set'> & {
  set(key: string, value: unknown): Promise<void>;
  assign(values: Readonly<Record<string, unknown>>): Promise<void>;
  values: Map<string, unknown>;
  failWith: Error | null;
};

/** @param values what is in it already */
export function createFakeStore(values = new Map<string, unknown>()): FakeStore {
  const store: FakeStore = {
    values,
    failWith: null,
    get: (key) => values.get(key),
    has: (key) => values.has(key),
    keys: () => [...values.keys()],
    async set(key, value) {
      if (store.failWith) throw store.failWith;
      values.set(key, value);
    },
    async assign(news) {
      if (store.failWith) throw store.failWith;
      for (const [key, value] of Object.entries(news)) values.set(key, value);
    },
    async delete(key) {
      if (store.failWith) throw store.failWith;
      values.delete(key);
    },
  };
  return store;
}

export type FakeKeychain = Cipher & {
  /** What every call fails with while it is set. */
  lockedWith: Error | null;
  shouldReEncrypt: boolean;
  /** Another keyring takes the place of this one, as when the login keyring is reset; gives the way back. */
  replaceKey(): () => void;
};

/** Notices changes, as a keychain's encryption does. */
export function createFakeKeychain(): FakeKeychain {
  let key = randomBytes(32);
  const keychain: FakeKeychain = {
    lockedWith: null,
    shouldReEncrypt: false,
    replaceKey() {
      const before = key;
      key = randomBytes(32);
      return () => {
        key = before;
      };
    },
    async encrypt(plaintext) {
      if (keychain.lockedWith) throw keychain.lockedWith;
      const iv = randomBytes(12);
      const aes = createCipheriv('aes-256-gcm', key, iv);
      const body = Buffer.concat([aes.update(plaintext), aes.final()]);
      return Buffer.concat([iv, aes.getAuthTag(), body]);
    },
    async decrypt(ciphertext) {
      if (keychain.lockedWith) throw keychain.lockedWith;
      const aes = createDecipheriv('aes-256-gcm', key, ciphertext.subarray(0, 12));
      aes.setAuthTag(ciphertext.subarray(12, 28));
      const result = Buffer.concat([aes.update(ciphertext.subarray(28)), aes.final()]).toString();
      return { result, shouldReEncrypt: keychain.shouldReEncrypt };
    },
  };
  return keychain;
}

/** Something that waits until it is let go, such as a slow disk. */
export interface Gate {
  /** Resolves at once while nothing is held. */
  pass(): Promise<void>;
  hold(): void;
  /** Lets go what waits and what comes later. */
  open(): void;
}

export function createGate(): Gate {
  let held: Promise<void> | null = null;
  let letGo = () => {};
  return {
    pass: () => held ?? Promise.resolve(),
    hold() {
      held = new Promise((resolve) => {
        letGo = resolve;
      });
    },
    open() {
      held = null;
      letGo();
    },
  };
}

/** A store whose deletions wait at a gate. */
export function withSlowDeletions(store: FakeStore, gate: Gate): FakeStore {
  const { delete: remove } = store;
  store.delete = async (key) => {
    await gate.pass();
    await remove(key);
  };
  return store;
}
