import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createNotices } from '../../../src/main/app/notices.ts';
import { createProgram } from '../../../src/main/app/program.ts';
import { createLog } from '../../../src/main/log/log.ts';
import type { Grant } from '../../../src/main/oauth/grants/grant.ts';
import { openProfiles } from '../../../src/main/settings/profiles.ts';
import { createMemoryVault, type EntryName, type Vault } from '../../../src/main/vault/vault.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { grantAt, HOUR } from '../../support/grants.ts';
import {
  draftFor,
  grantFingerprint,
  grantServer,
  newDraft,
  otherServer,
  withConnection,
} from '../../support/profiles.ts';
import { createFakeStore, type FakeStore } from '../../support/vault-fakes.ts';
import { settled } from '../../support/virtual-clock.ts';

/** What was sent, one line each; the network itself is no part of these rules. */
const sent = vi.hoisted((): string[] => []);
const prepared = vi.hoisted((): number[] => []);
vi.mock('../../../src/main/net/fetch.ts', () => ({
  createFetch: () =>
    Object.assign(
      async (url: string, init: { body?: unknown }) => {
        sent.push(`${url} ${init.body}`);
        return new Response(null, { status: 200 });
      },
      { close: async () => {} },
    ),
}));
vi.mock('../../../src/main/sigma/token-encryption.ts', () => ({
  createTokenEncryptor: () => ({ prepare: (count: number) => prepared.push(count), encrypt: async () => 'sealed' }),
}));

const NOW = 1_700_000_000_000;
const server = {
  ...grantServer,
  tokenEndpoint: 'https://old.example/oidc/v1/token',
  revocationEndpoint: 'https://old.example/oidc/v1/revoke',
};
const person = (userName: string) => ({ id: userName, userName, displayName: userName });

/** The whole program over a vault in memory, with one profile whose person is signed in. */
async function house(changes: { vault?: Partial<Vault>; settings?: FakeStore } = {}) {
  const memory = createMemoryVault();
  const vault: Vault = { ...memory, mode: 'encrypted', ...changes.vault };
  const settings = changes.settings ?? createFakeStore();
  const profiles = await openProfiles({ settings, hasDamagedFile: false, randomUuid: randomUUID, onDamaged: () => {} });
  const notices = createNotices({ randomUuid: randomUUID, onChange: () => {} });
  const cleared: string[] = [];
  const program = createProgram({
    version: '0',
    platform: 'test',
    allowLoopbackHttp: false,
    vault,
    profiles,
    notices,
    log: createLog({ write: () => {}, now: () => NOW }),
    now: () => NOW,
    random: () => 0,
    randomUuid: randomUUID,
    resolveProxy: async () => 'DIRECT',
    openBrowser: async () => {},
    copyText: () => {},
    chooseEnvFile: async () => null,
    sendToGuest: () => {},
    clearGuestSession: async (partition) => void cleared.push(partition),
    comeForward: () => {},
    onChange: () => {},
    isOnline: () => true,
  });
  const { profileId } = await program.handlers['profiles.save'](newDraft);
  const profile = program.state().profiles.find((view) => view.profile.id === profileId)?.profile;
  const [connection] = profile?.connections ?? [];
  const [workbook] = profile?.workbooks ?? [];
  if (!profile || !connection || !workbook) throw new Error('no profile');
  const grantOf = (name: string | null, more: Partial<Grant> = {}) =>
    grantAt(NOW, {
      connectionId: connection.id,
      server,
      fingerprint: grantFingerprint,
      person: name === null ? null : person(name),
      expiresAt: NOW + HOUR,
      ...more,
    });
  const pane = () => program.state().window.panes[0];
  cleared.length = 0;
  return { program, profile, connection, workbook, grantOf, pane, cleared, memory, notices };
}

const programs: { dispose(): Promise<void> }[] = [];
async function opened(...args: Parameters<typeof house>) {
  const one = await house(...args);
  programs.push(one.program);
  return one;
}
beforeEach(() => {
  sent.length = 0;
  prepared.length = 0;
});
afterEach(async () => {
  for (const program of programs.splice(0)) await program.dispose();
});

describe('another person', () => {
  test('gets a new pane in a session of their own', async () => {
    const { program, workbook, grantOf, pane, cleared } = await opened();
    await program.keeper.adopt(grantOf('ada@example.com'));
    program.handlers['panes.open']({ workbookId: workbook.id });
    const before = pane();
    await program.keeper.adopt(grantOf('ben@example.com'));
    expect(pane()).toMatchObject({ workbookId: workbook.id, swaps: 0 });
    expect(pane()?.paneId).not.toBe(before?.paneId);
    const [partition, earlier] = [pane()?.guests[0]?.partition, before?.guests[0]?.partition ?? ''];
    expect(partition).not.toBe(earlier);
    expect(cleared).toEqual([earlier]);
    expect(program.profileOfPartition(earlier)).toBeNull();
    expect(program.profileOfPartition(partition ?? '')).not.toBeNull();
  });

  test('is not the same one signing in again', async () => {
    const { program, workbook, grantOf, pane } = await opened();
    await program.keeper.adopt(grantOf('ada@example.com'));
    program.handlers['panes.open']({ workbookId: workbook.id });
    const before = pane();
    await program.keeper.adopt(grantOf('ada@example.com'));
    expect(pane()).toEqual(before);
  });

  test('beside the first, for another connection, is shown to Sigma as neither', async () => {
    const { program, profile, grantOf, pane, workbook } = await opened();
    const draft = draftFor(profile);
    const [first] = draft.connections;
    if (!first) throw new Error('no connection');
    const second = { ...first, id: null, sigmaConnectionId: 'second', clientSecret: 'client-secret-b' };
    await program.handlers['profiles.save']({ ...draft, connections: [first, second] });
    const added = program.state().grants[1]?.connectionId ?? '';
    await program.keeper.adopt(grantOf('Ada@example.com'));
    await program.keeper.adopt(grantOf('ben@example.com', { connectionId: added }));
    program.handlers['panes.open']({ workbookId: workbook.id });
    const request = () => program.panes.requestGuest(pane()?.guests[0]?.guestId ?? '');
    await expect(request()).rejects.toMatchObject({ code: 'people_differ' });
    await program.keeper.adopt(grantOf('ada@example.com', { connectionId: added }));
    await request();
  });
});

describe('signing out', () => {
  test('leaves the session behind and empties it, even when the vault refuses', async () => {
    const memory = createMemoryVault();
    const fault = new AppError('vault_write_failed', 'The disk is full.');
    const refuse = (name: EntryName) => (name.startsWith('grant/') ? Promise.reject(fault) : memory.remove(name));
    const { program, profile, grantOf, workbook, pane, cleared } = await opened({ vault: { remove: refuse } });
    await program.keeper.adopt(grantOf('ada@example.com'));
    program.handlers['panes.open']({ workbookId: workbook.id });
    const partition = pane()?.guests[0]?.partition;
    await expect(program.handlers['grants.signOut']({ profileId: profile.id })).rejects.toMatchObject({
      code: 'vault_write_failed',
    });
    expect(cleared).toEqual([partition]);
    expect(pane()).toBeUndefined();
    program.handlers['panes.open']({ workbookId: workbook.id });
    expect(pane()?.guests[0]?.partition).not.toBe(partition);
  });
});

describe('a grant whose connection', () => {
  test('went is not taken', async () => {
    const { program, profile, grantOf, memory } = await opened();
    await program.handlers['profiles.remove']({ profileId: profile.id });
    await expect(program.keeper.adopt(grantOf('ada@example.com'))).rejects.toMatchObject({ code: 'profile_missing' });
    expect(memory.names()).toEqual([]);
  });

  test('became another is not taken, and not taken up after a restart', async () => {
    const { program, connection, grantOf, memory } = await opened();
    const misfit = grantOf('ada@example.com', { clientId: 'earlier-client', fingerprint: 'of the earlier client' });
    await expect(program.keeper.adopt(misfit)).rejects.toMatchObject({ code: 'profile_missing' });
    await memory.put(`grant/${connection.id}`, JSON.stringify(misfit));
    await program.restore();
    expect(program.keeper.view(connection.id).status).toBe('signed-out');
    expect(memory.has(`grant/${connection.id}`)).toBe(false);
  });

  test('moves to another server is revoked at its own, with the secret that was meant for it', async () => {
    const { program, profile, grantOf } = await opened();
    await program.keeper.adopt(grantOf('ada@example.com'));
    await program.handlers['profiles.save'](
      withConnection(draftFor(profile), { server: otherServer, clientSecret: 'client-secret-two' }),
    );
    await settled();
    // Both tokens, refresh token first.
    expect(sent).toHaveLength(2);
    for (const request of sent) {
      expect(request).toContain('https://old.example/oidc/v1/revoke');
      expect(request).toContain('client_secret=client-secret-one');
    }
  });
});

describe('what interrupted removals left in the vault', () => {
  const orphan = 'embed-secret/nobody';

  test('goes at the next start', async () => {
    const { program, profile, memory } = await opened();
    await memory.put(orphan, 'x');
    await program.restore();
    expect(memory.has(orphan)).toBe(false);
    expect(memory.has(`embed-secret/${profile.id}`)).toBe(true);
  });

  test('stays while a profile that could not be read may want it', async () => {
    const { program, memory } = await opened({ settings: createFakeStore(new Map([['damagedProfiles', [{}]]])) });
    await memory.put(orphan, 'x');
    await program.restore();
    expect(memory.has(orphan)).toBe(true);
  });
});

test('keys are in stock for every pane that is open and one more', async () => {
  const { program, workbook, grantOf, pane } = await opened();
  await program.keeper.adopt(grantOf('ada@example.com'));
  program.handlers['panes.open']({ workbookId: workbook.id });
  await program.panes.requestGuest(pane()?.guests[0]?.guestId ?? '');
  await settled();
  expect(Math.max(...prepared)).toBe(2);
});

test('closing waits for a profile that is being saved', async () => {
  let goOn = () => {};
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const slow = createMemoryVault();
  let isHeld = false;
  const { program, profile } = await opened({
    vault: {
      ...slow,
      put: async (...entry) => {
        if (isHeld) await held;
        await slow.put(...entry);
      },
    },
  });
  isHeld = true;
  const saving = program.handlers['profiles.save']({ ...draftFor(profile), name: 'New name', embedSecret: 'two' });
  let isClosed = false;
  const closing = program.dispose().then(() => {
    isClosed = true;
  });
  await settled();
  expect(isClosed).toBe(false);
  goOn();
  await closing;
  expect(program.state().profiles[0]?.profile.name).toBe('New name');
  await saving;
});
