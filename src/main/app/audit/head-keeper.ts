/** Keeps the head of the trail beside the settings, sealed with a key of the vault. */
import { randomBytes } from 'node:crypto';
import type { AuditSeal } from '../../../shared/audit.ts';
import { codeOf } from '../../../shared/errors.ts';
import { openHead, sealHead } from '../../audit/head.ts';
import type { HeadKeeper } from '../../audit/trail.ts';
import type { SettingsStore } from '../../settings/profiles.ts';
import type { Vault } from '../../vault/vault.ts';

const HEAD = 'head';
const KEY = 'audit/head-key';
const KEY_BYTES = 32;

export interface AppHeadKeeper extends HeadKeeper {
  seal(): Promise<AuditSeal>;
}

export function createHeadKeeper(vault: Pick<Vault, 'mode' | 'get' | 'put'>, store: SettingsStore): AppHeadKeeper {
  let known: Buffer | null = null;

  /** `none`: there was never one, or it was set aside as damaged. */
  async function find(): Promise<Buffer | 'none' | 'locked'> {
    if (known) return known;
    try {
      const stored = await vault.get(KEY);
      if (stored === null) return 'none';
      known = Buffer.from(stored, 'base64');
      return known;
    } catch (error) {
      if (codeOf(error) === 'vault_locked') return 'locked';
      throw error;
    }
  }

  async function forWriting(): Promise<Buffer | null | 'locked'> {
    // What lives in memory alone would seal something that outlives it.
    if (vault.mode === 'memory') return null;
    const found = await find();
    if (found !== 'none') return found;
    const made = randomBytes(KEY_BYTES);
    try {
      await vault.put(KEY, made.toString('base64'));
    } catch (error) {
      if (codeOf(error) === 'vault_locked') return 'locked';
      throw error;
    }
    known = made;
    return made;
  }

  return {
    async read() {
      const key = await find();
      const isKey = typeof key === 'object';
      return { found: openHead(store.get(HEAD), isKey ? key : null), hadKey: isKey };
    },
    async write(head) {
      const key = await forWriting();
      // The one that is there is sealed, and better than a newer one that nobody can tell from a forged one.
      if (key === 'locked') return false;
      await store.assign({ [HEAD]: sealHead(head, key) });
      return true;
    },
    async seal() {
      if (vault.mode === 'memory') return 'unsealed';
      return (await find()) === 'locked' ? 'locked' : 'sealed';
    },
  };
}
