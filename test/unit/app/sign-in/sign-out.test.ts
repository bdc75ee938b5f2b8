import { describe, expect, test } from 'vitest';
import { createSignOut, signOutPeople } from '../../../../src/main/app/sign-in/sign-out.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import type { Profile } from '../../../../src/shared/profile/profile.ts';
import { held } from '../../../support/held.ts';
import { settled } from '../../../support/virtual-clock.ts';

const profile = { id: 'profile', connections: [{ id: 'one' }, { id: 'two' }] } as unknown as Profile;
const full = new AppError('vault_write_failed', { reason: 'said', said: 'The disk is full.' });

/** What signing out did, in its order. */
function signingOut(changes: { refused?: string; cancelled?: Promise<void>; cleared?: Promise<void> } = {}) {
  const done: string[] = [];
  const signOut = createSignOut({
    profiles: { find: (id) => (id === profile.id ? profile : null) },
    keeper: {
      forget: async (id) => {
        done.push(`forget ${id}`);
        if (id === changes.refused) throw full;
      },
    },
    currentSignIn: {
      cancelFor: async (ids) => {
        done.push(`cancel ${ids}`);
        await changes.cancelled;
      },
      signedOut: (ids) => void done.push(`remember ${ids}`),
    },
    serviceAccounts: { suspend: (ids) => void done.push(`suspend ${ids}`) },
    closeAndClearSession: async (id) => {
      done.push(`close ${id}`);
      await changes.cleared;
    },
    onChange: () => void done.push('changed'),
    log: { info: (event) => void done.push(event) },
  });
  return { signOut, done };
}

const everything = [
  'suspend one,two',
  'cancel one,two',
  'remember one,two',
  'close profile',
  'forget one',
  'forget two',
  'changed',
] as const;

describe('signing out', () => {
  test('stops what could sign in again, then closes what is open, then lets every grant go', async () => {
    const { signOut, done } = signingOut();
    await signOut('profile');
    expect(done).toEqual([...everything, 'person.signed-out']);
  });

  test('of a profile that is gone does nothing and says so', async () => {
    const { signOut, done } = signingOut();
    await expect(signOut('another')).rejects.toMatchObject({ code: 'profile_missing' });
    expect(done).toEqual([]);
  });

  test('closes nothing before a sign-in under way has ended', async () => {
    const { released, release } = held();
    const { signOut, done } = signingOut({ cancelled: released });
    const finished = signOut('profile');
    await settled();
    expect(done).toEqual(['suspend one,two', 'cancel one,two']);
    release();
    await finished;
    expect(done).toContain('close profile');
  });

  test('is over only when the session is empty', async () => {
    const { released, release } = held();
    const { signOut, done } = signingOut({ cleared: released });
    const finished = signOut('profile');
    await settled();
    expect(done).not.toContain('changed');
    release();
    await finished;
    expect(done).toContain('changed');
  });

  test('does everything else when the vault keeps one grant, and then says so', async () => {
    const { signOut, done } = signingOut({ refused: 'one' });
    await expect(signOut('profile')).rejects.toBe(full);
    expect(done).toEqual(everything);
  });

  test('says so when the session could not be emptied', async () => {
    const notCleared = new Error('not cleared');
    const { signOut, done } = signingOut({ cleared: Promise.reject(notCleared) });
    await expect(signOut('profile')).rejects.toBe(notCleared);
    expect(done).toEqual(everything);
  });
});

describe('signing the people out of all profiles', () => {
  const person = (id: string) => ({ id, flow: 'authorization_code' });
  const machine = (id: string) => ({ id, flow: 'client_credentials' });
  const all = [
    { id: 'finance', connections: [person('a'), machine('m'), person('b')] },
    { id: 'wall', connections: [machine('w')] },
    { id: 'research', connections: [person('c')] },
    { id: 'away', connections: [person('d')] },
  ] as unknown as Profile[];
  const isSignedIn = (id: string) => id !== 'd' && id !== 'b';

  test('leaves service accounts, and profiles where nobody is, alone', async () => {
    const done: string[] = [];
    await signOutPeople({ profiles: { all: () => all }, isSignedIn }, async (profileId, which) => {
      done.push(`${profileId}: ${which}`);
    });
    expect(done).toEqual(['finance: a,b', 'research: c']);
  });

  test('has every profile have its turn, and then tells of the first that failed', async () => {
    const done: string[] = [];
    const signedOut = signOutPeople({ profiles: { all: () => all }, isSignedIn }, async (profileId) => {
      done.push(profileId);
      if (profileId === 'finance') throw full;
    });
    await expect(signedOut).rejects.toBe(full);
    expect(done).toEqual(['finance', 'research']);
  });
});

test('some of the connections of a profile can be signed out of together', async () => {
  const { signOut, done } = signingOut();
  await signOut('profile', ['two']);
  expect(done.slice(0, 2)).toEqual(['suspend two', 'cancel two']);
});
