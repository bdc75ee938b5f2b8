/** Signing out over the real vault, in real files, on a disk that takes nothing more; and what the next start finds. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, type TestContext, test } from 'vitest';
import { createSecrets } from '../../../../src/main/app/profiles/profile-secrets.ts';
import { createSignOut } from '../../../../src/main/app/sign-in/sign-out.ts';
import { systemTimers } from '../../../../src/main/async/timers.ts';
import { openStoreFile } from '../../../../src/main/storage/store-file.ts';
import { openVault } from '../../../../src/main/vault/open-vault.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import type { Profile } from '../../../../src/shared/profile/profile.ts';
import { en } from '../../../../src/shared/text/en.ts';
import { errorText } from '../../../../src/shared/text/error-text.ts';
import { grantAt } from '../../../support/grants.ts';
import { ID, keeping } from '../../../support/keeping-grants.ts';
import { silentLog } from '../../../support/profiles.ts';
import { createFakeKeychain } from '../../../support/vault-fakes.ts';

const profile = { id: 'profile', connections: [{ id: ID }] } as unknown as Profile;
const isRootOnLinux = process.platform === 'linux' && process.getuid?.() === 0;

describe.runIf(isRootOnLinux)('signing out', () => {
  let folder = '';
  let isMounted = false;
  let keychain = createFakeKeychain();
  let erased: string[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sightglass-full-'));
    keychain = createFakeKeychain();
    erased = [];
  });
  afterEach(() => {
    if (isMounted) execFileSync('umount', [folder]);
    isMounted = false;
    rmSync(folder, { recursive: true, force: true });
  });

  function mount(skip: TestContext['skip']): void {
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'ignore' });
      isMounted = true;
    } catch {
      skip('This machine does not let a test mount a small disk.');
    }
  }

  /** The program as far as sign-ins are concerned, as it starts on what the folder holds. */
  async function start() {
    const vault = await openVault({
      safeStorage: {
        encryptString: () => Buffer.alloc(0),
        decryptString: () => '',
        encryptStringAsync: keychain.encrypt,
        decryptStringAsync: keychain.decrypt,
      },
      platform: 'darwin',
      openStore: (name) =>
        openStoreFile(name, {
          folder,
          now: () => 1_000,
          onDamaged: (keptAs) => expect.fail(`${keptAs} was damaged`),
          onNotFlushed: () => {},
          onErasedInPlace: (code) => erased.push(code),
        }),
      onDamaged: (name) => expect.fail(`${name} was damaged`),
      onNotEncryptedAgain: () => {},
      onLocked: () => expect.fail('the keychain is locked'),
      onKeychainBack: () => {},
      onNotTakenOver: () => {},
      ...systemTimers,
      now: () => 1_000,
    });
    const secrets = createSecrets({ vault, log: silentLog });
    const revoked: string[] = [];
    const { keeper, clock } = keeping({
      load: secrets.loadGrant,
      save: secrets.saveGrant,
      remove: secrets.removeGrant,
      revoke: (grant) => revoked.push(grant.connectionId),
    });
    const signOut = createSignOut({
      profiles: { find: () => profile },
      keeper,
      currentSignIn: { cancelFor: async () => {}, signedOut: () => {} },
      serviceAccounts: { suspend: () => {} },
      closeAndClearSession: async () => {},
      onChange: () => {},
      log: silentLog,
    });
    return { vault, keeper, clock, signOut, revoked };
  }

  async function signIn() {
    const program = await start();
    await program.vault.put('embed-secret/profile', 'embed-secret');
    await program.keeper.adopt(grantAt(program.clock.now()));
    return program;
  }

  /** A new start: who is signed in, and whether what was not signed out is still there. */
  async function afterRestart() {
    const { keeper, vault } = await start();
    await keeper.restore([ID]);
    return { status: keeper.view(ID).status, embedSecret: await vault.get('embed-secret/profile') };
  }

  function fillDisk(): void {
    try {
      writeFileSync(join(folder, 'filler'), Buffer.alloc(128 * 1024));
    } catch (error) {
      expect(error).toMatchObject({ code: 'ENOSPC' });
    }
  }

  test('on a full disk holds after the restart, and costs no other secret', async ({ skip }) => {
    mount(skip);
    const { signOut, keeper, vault } = await signIn();
    fillDisk();
    await expect(vault.put('client-secret/one', 'x'.repeat(4_096))).rejects.toMatchObject({
      code: 'vault_write_failed',
    });
    await signOut('profile');
    expect([keeper.view(ID).status, erased]).toEqual(['signed-out', ['ENOSPC']]);
    expect(await afterRestart()).toEqual({ status: 'signed-out', embedSecret: 'embed-secret' });
    // And after the first write that the disk takes again.
    rmSync(join(folder, 'filler'));
    const program = await start();
    await program.vault.put('client-secret/one', 'x');
    expect(Object.keys(JSON.parse(readFileSync(join(folder, 'vault.json'), 'utf8')))).toEqual([
      'embed-secret/profile',
      'client-secret/one',
    ]);
  });

  test('on a disk that cannot be written at all says so, and is done as soon as it can', async ({ skip }) => {
    mount(skip);
    const { signOut, keeper, vault, revoked } = await signIn();
    execFileSync('mount', ['-o', 'remount,ro', folder]);
    const failure = await signOut('profile').catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'vault_remove_failed',
      values: { reason: 'signedOut', systemCode: 'EROFS' },
    });
    if (!(failure instanceof AppError)) return;
    const { detail, remedy } = errorText(en, failure);
    expect(detail).toBe(
      'You are signed out until Sightglass closes, but the sign-in could not be removed from the disk (EROFS).',
    );
    expect(remedy).toContain('the next start finds what is stored');
    // What it says is true: signed out here, the server was told, nothing is read again, and the file still has it.
    expect([keeper.view(ID).status, revoked]).toEqual(['signed-out', [ID]]);
    await keeper.restore([ID]);
    expect(keeper.view(ID).status).toBe('signed-out');
    await vault.removeLeftovers();
    expect((await afterRestart()).status).toBe('signed-in');

    execFileSync('mount', ['-o', 'remount,rw', folder]);
    await vault.removeLeftovers();
    expect(await afterRestart()).toEqual({ status: 'signed-out', embedSecret: 'embed-secret' });
  });
});
