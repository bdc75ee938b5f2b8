/** What a pane is opened with, what is signed for it, and what the details of a session say. */
import { describe, expect, test } from 'vitest';
import { createWorkbookSessions } from '../../../../src/main/app/workbooks/workbook-sessions.ts';
import { grantView } from '../../../../src/main/oauth/grants/grant-view.ts';
import type { Profile } from '../../../../src/shared/profile/profile.ts';
import { SessionDetails } from '../../../../src/shared/state.ts';
import { grantAt } from '../../../support/grants.ts';

const profile = {
  id: 'profile',
  user: { kind: 'internal', email: 'ada@example.com' },
  workbooks: [
    { id: 'trips', title: 'Trips', url: 'https://sigma.example:8443/org/workbook/Trips-1' },
    { id: 'plain', title: 'Plain', url: 'http://sigma.example/org/workbook/Plain-1' },
  ],
  connections: [
    { id: 'one', label: 'Databricks', sigmaConnectionId: 'sigma-1', flow: 'authorization_code' },
    { id: 'two', label: 'Okta', sigmaConnectionId: null, flow: 'authorization_code' },
  ],
} as unknown as Profile;

function setUp(all: Profile[] = [profile]) {
  const asked: string[] = [];
  const sessions = createWorkbookSessions({
    profiles: { all: () => all, find: (id: string) => all.find((one) => one.id === id) ?? null },
    keeper: {
      fresh: async (id) => {
        asked.push(id);
        return grantAt(0, { connectionId: id });
      },
      view: (id) => ({ ...grantView(id, null), expiresAt: id === 'one' ? 50 : null, renewsAt: id === 'one' ? 40 : 30 }),
    },
    signer: { sign: async () => ({}) as never },
    partitions: { of: (profileId) => `partition of ${profileId}` },
    allowLoopbackHttp: false,
  });
  return { sessions, asked };
}

const removed = expect.objectContaining({
  code: 'profile_missing',
  message: 'The workbook was removed from its profile.',
});

describe('a workbook', () => {
  test('is opened in its window, in the session of its profile, for the origin of its own URL', () => {
    expect(setUp().sessions.targetOf('trips', 'second')).toEqual({
      windowId: 'second',
      profileId: 'profile',
      workbookId: 'trips',
      title: 'Trips',
      partition: 'partition of profile',
      sigmaOrigin: 'https://sigma.example:8443',
    });
  });

  test('that was removed is neither opened nor signed for', async () => {
    const { sessions, asked } = setUp();
    expect(() => sessions.targetOf('gone', 'main')).toThrow(removed);
    const target = sessions.targetOf('trips', 'main');
    await expect(sessions.sign({ ...target, workbookId: 'gone' }, {})).rejects.toEqual(removed);
    await expect(sessions.sign({ ...target, profileId: 'gone' }, {})).rejects.toEqual(removed);
    expect(asked).toEqual([]);
  });

  test('whose address is not secure is not signed for, and no grant is asked for', async () => {
    const { sessions, asked } = setUp();
    const target = sessions.targetOf('plain', 'main');
    await expect(sessions.sign(target, {})).rejects.toMatchObject({ code: 'insecure_server' });
    expect(asked).toEqual([]);
  });
});

describe('the details of a session', () => {
  const details = (claims: object) => {
    const { sessions } = setUp();
    const session = { url: 'https://x/?:jwt=s', expiresAt: 60, endsWithGrant: true, header: { alg: 'HS256' }, claims };
    return sessions.details(sessions.targetOf('trips', 'main'), session);
  };

  test('hold every clock as data: that of the session first, then those of each connection', () => {
    expect(details({}).clocks).toEqual([
      { what: 'session-ends', connection: null, at: 60 },
      { what: 'token-expires', connection: 'Databricks', at: 50 },
      { what: 'sign-in-renews', connection: 'Databricks', at: 40 },
      { what: 'sign-in-renews', connection: 'Okta', at: 30 },
    ]);
  });

  test('hold the length of each token and nothing of the token itself, nor the signed URL', () => {
    const shown = details({ sub: 'ada@example.com', connection_oauth_tokens: { one: 'a.bc.d', two: 'xyz' } });
    expect(shown.claims).toEqual({ sub: 'ada@example.com', connection_oauth_tokens: { one: 6, two: 3 } });
    expect(JSON.stringify(shown)).not.toMatch(/a\.bc\.d|xyz|jwt/);
    expect(shown.workbookUrl).toBe('https://sigma.example:8443/org/workbook/Trips-1');
    expect(SessionDetails.parse(shown)).toEqual(shown);
  });

  test('show claims without tokens as they are', () => {
    expect(details({ sub: 'ada@example.com', teams: ['a'] }).claims).toEqual({ sub: 'ada@example.com', teams: ['a'] });
  });

  test('of a profile that was removed hold what is still known', () => {
    const { sessions } = setUp([]);
    const target = setUp().sessions.targetOf('trips', 'main');
    const session = { url: 'u', expiresAt: 60, endsWithGrant: false, header: {}, claims: {} };
    expect(sessions.details(target, session)).toEqual({
      header: {},
      claims: {},
      workbookUrl: '',
      clocks: [{ what: 'session-ends', connection: null, at: 60 }],
    });
  });
});
