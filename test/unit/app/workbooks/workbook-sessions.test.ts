/** What a pane is opened with, what is signed for it, and what the details of a session say. */
import { describe, expect, test } from 'vitest';
import { createWorkbookSessions } from '../../../../src/main/app/workbooks/workbook-sessions.ts';
import type { SignRequest } from '../../../../src/main/sigma/signer.ts';
import { urlPlaceOf } from '../../../../src/main/viewer/url-place.ts';
import { openingView, reduceViewState } from '../../../../src/main/viewer/view-state.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { noGrant } from '../../../../src/shared/grants.ts';
import { appearanceOf } from '../../../../src/shared/profile/embed-parameters.ts';
import type { Profile } from '../../../../src/shared/profile/profile.ts';
import { usualOptions } from '../../../../src/shared/profile/workbook-options.ts';
import { type GrantView, SessionDetails } from '../../../../src/shared/state.ts';
import { grantAt } from '../../../support/grants.ts';

const profile = {
  id: 'profile',
  embedClientId: 'embed-client',
  tenant: 'night-shift',
  evalConnectionId: 'sigma-2',
  sessionSeconds: 600,
  user: { kind: 'internal', email: 'ada@example.com' },
  workbooks: [
    { id: 'trips', title: 'Trips', url: 'https://sigma.example:8443/org/workbook/Trips-1', options: usualOptions },
    { id: 'plain', title: 'Plain', url: 'http://sigma.example/org/workbook/Plain-1', options: usualOptions },
    { id: 'local', title: 'Local', url: 'http://localhost:3000/org/workbook/Local-1', options: usualOptions },
  ],
  connections: [
    { id: 'one', label: 'Databricks', sigmaConnectionId: 'sigma-1', flow: 'authorization_code' },
    { id: 'two', label: 'Okta', sigmaConnectionId: null, flow: 'authorization_code' },
    { id: 'three', label: 'Wall', sigmaConnectionId: null, isForOrganisation: true, flow: 'client_credentials' },
  ],
} as unknown as Profile;

function setUp(all: Profile[] = [profile], failures: Record<string, AppError> = {}, allowLoopbackHttp = false) {
  const asked: string[] = [];
  const signed: SignRequest[] = [];
  const sessions = createWorkbookSessions({
    profiles: { all: () => all, find: (id: string) => all.find((one) => one.id === id) ?? null },
    keeper: {
      fresh: async (id) => {
        asked.push(id);
        if (failures[id]) throw failures[id];
        return grantAt(0, { connectionId: id });
      },
      view: (id) => ({ ...noGrant(id), ...clocks[id] }),
    },
    signer: {
      sign: async (request) => {
        signed.push(request);
        return session as never;
      },
    },
    partitions: { of: (profileId) => `partition of ${profileId}` },
    allowLoopbackHttp,
    appearance: () => appearanceOf(false, 'en'),
  });
  return { sessions, asked, signed };
}

/** When the token of each connection expires, and when it is renewed. */
const clocks: Record<string, Pick<GrantView, 'expiresAt' | 'renewsAt'>> = {
  one: { expiresAt: 50, renewsAt: 40 },
  two: { expiresAt: null, renewsAt: 30 },
  three: { expiresAt: 20, renewsAt: null },
};

const session = { url: 'https://sigma.example/signed' };

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
      workbookPath: '/org/workbook/Trips-1',
    });
  });

  test('begins at the version and the page that its profile names', async () => {
    const options = { ...usualOptions, tag: 'Prod', page: 'p 1' };
    const workbooks = profile.workbooks.map((workbook) => ({ ...workbook, options }));
    const { sessions, signed } = setUp([{ ...profile, workbooks }]);
    const target = sessions.targetOf('trips', 'main');
    expect(target.workbookPath).toBe('/org/workbook/Trips-1/tag/Prod/page/p%201');
    await sessions.sign(target, urlPlaceOf(openingView(target)));
    expect(signed[0]?.workbookUrl).toBe(`https://sigma.example:8443${target.workbookPath}`);
  });

  test('opens with its bookmark and its values, and with neither once the person went away and came back', async () => {
    const options = { ...usualOptions, bookmark: 'b1', controls: [{ id: 'Region', value: 'West' }] };
    const workbooks = profile.workbooks.map((workbook) => ({ ...workbook, options }));
    const { sessions, signed } = setUp([{ ...profile, workbooks }]);
    const target = sessions.targetOf('trips', 'main');
    const opened = reduceViewState(openingView(target), {
      type: 'workbook:loaded',
      workbook: { variables: { Region: 'West' } },
    });
    await sessions.sign(target, urlPlaceOf(opened));
    expect(signed[0]).toMatchObject({ parameters: { bookmark: 'b1' }, controls: options.controls, placeControls: [] });
    const cameBack = ['/org/workbook/Winter-2', '/org/workbook/Trips-1']
      .map((url) => ({ type: 'url:onchange', url }) as const)
      .reduce(reduceViewState, opened);
    await sessions.sign(target, urlPlaceOf(cameBack));
    expect(signed[1]?.parameters).not.toHaveProperty('bookmark');
    expect(signed[1]).toMatchObject({ controls: [], placeControls: [] });
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

test('a workbook on this computer is signed for without encryption where that is allowed, and there alone', async () => {
  for (const [isAllowed, times] of [
    [false, 0],
    [true, 1],
  ] as const) {
    const { sessions, signed } = setUp([profile], {}, isAllowed);
    await sessions.sign(sessions.targetOf('local', 'main'), {}).catch(() => undefined);
    expect(signed).toHaveLength(times);
  }
});

describe('signing', () => {
  const signing = (failures: Record<string, AppError> = {}) => {
    const fixture = setUp([profile], failures);
    const target = fixture.sessions.targetOf('trips', 'main');
    return { ...fixture, sign: () => fixture.sessions.sign(target, { explore: 'key' }) };
  };
  const missing = new AppError('grant_missing', { reason: 'said', said: 'none' });
  const offline = new AppError('offline', { reason: 'noConnection', host: 'as.example' });

  test('asks for the workbook as it was, for the person, with the token of every connection', async () => {
    const { sign, signed } = signing();
    expect(await sign()).toBe(session);
    const { accessToken, expiresAt } = grantAt(0);
    expect(signed).toEqual([
      {
        profileId: 'profile',
        embedClientId: 'embed-client',
        workbookUrl: 'https://sigma.example:8443/org/workbook/Trips-1',
        user: { kind: 'internal', email: 'ada@example.com' },
        tenant: 'night-shift',
        evalConnectionId: 'sigma-2',
        sessionSeconds: 600,
        grants: [
          { use: { kind: 'connection', sigmaConnectionId: 'sigma-1' }, accessToken, expiresAt },
          { use: { kind: 'none' }, accessToken, expiresAt },
          { use: { kind: 'organisation' }, accessToken, expiresAt },
        ],
        parameters: { menu_position: 'top', theme: 'Light', lng: 'en', explore: 'key' },
        controls: [],
        placeControls: [],
      },
    ]);
  });

  test('asks for the place, the look and the control values that the workbook is to open with', async () => {
    const options = {
      ...usualOptions,
      menuPosition: 'bottom' as const,
      page: 'p1',
      bookmark: 'b1',
      controls: [{ id: 'Region', value: 'West' }],
    };
    const opened = { ...profile, workbooks: profile.workbooks.map((one) => ({ ...one, options })) };
    const { sessions, signed } = setUp([opened]);
    const target = sessions.targetOf('trips', 'main');
    await sessions.sign(target, {});
    await sessions.sign(target, { explore: 'key' });
    const follows = { menu_position: 'bottom', theme: 'Light', lng: 'en' };
    expect(signed).toMatchObject([
      { parameters: { ...follows, bookmark: 'b1' }, controls: options.controls },
      { parameters: { ...follows, explore: 'key' }, controls: [] },
    ]);
    expect(signed.map(({ workbookUrl }) => workbookUrl)).toEqual(
      Array(2).fill('https://sigma.example:8443/org/workbook/Trips-1/page/p1'),
    );
    expect(signed[1]?.parameters).not.toHaveProperty('bookmark');
  });

  test.each([
    ['one', { one: missing }, ['Databricks']],
    ['one that only says who the person is', { two: missing }, ['Okta']],
    ['all', { one: missing, two: missing, three: missing }, ['Databricks', 'Okta', 'Wall']],
    ['one, while another fails', { one: offline, two: missing }, ['Okta']],
  ])('is refused while connections are not signed in to, naming them: %s', async (_which, failures, connections) => {
    const { sign, signed } = signing(failures as Record<string, AppError>);
    await expect(sign()).rejects.toMatchObject({
      code: 'grant_missing',
      values: { reason: 'connections', connections },
    });
    expect(signed).toEqual([]);
  });

  test('asks again for what was fresh while another was renewed, so that nothing is signed for its last minute', async () => {
    const { sessions, asked, signed } = setUp();
    await sessions.sign(sessions.targetOf('trips', 'main'), {});
    expect(asked).toEqual(['one', 'two', 'three', 'one', 'two', 'three']);
    expect(signed).toHaveLength(1);
  });

  test('fails as the renewal of a grant fails', async () => {
    const { sign, signed } = signing({ two: offline });
    await expect(sign()).rejects.toBe(offline);
    expect(signed).toEqual([]);
  });
});

describe('the details of a session', () => {
  const details = (claims: object) => {
    const { sessions } = setUp();
    const shown = { url: 'https://x/?:jwt=s', expiresAt: 60, endsWithGrant: true, header: { alg: 'HS256' }, claims };
    return sessions.details(sessions.targetOf('trips', 'main'), shown);
  };

  test('hold every clock as data: that of the session first, then those of each connection', () => {
    expect(details({}).clocks).toEqual([
      { what: 'session-ends', connection: null, at: 60 },
      { what: 'token-expires', connection: 'Databricks', at: 50 },
      { what: 'sign-in-renews', connection: 'Databricks', at: 40 },
      { what: 'sign-in-renews', connection: 'Okta', at: 30 },
      { what: 'token-expires', connection: 'Wall', at: 20 },
    ]);
  });

  test('hold the length of each token and nothing of the token itself, nor the signed URL', () => {
    const shown = details({
      sub: 'ada@example.com',
      oauth_token: 'whole.w',
      connection_oauth_tokens: { one: 'a.bc.d', two: 'xyz' },
    });
    expect(shown.claims).toEqual({
      sub: 'ada@example.com',
      oauth_token: 7,
      connection_oauth_tokens: { one: 6, two: 3 },
    });
    expect(JSON.stringify(shown)).not.toMatch(/whole|a\.bc\.d|xyz|jwt/);
    expect(shown.workbookUrl).toBe('https://sigma.example:8443/org/workbook/Trips-1');
    expect(SessionDetails.parse(shown)).toEqual(shown);
  });

  test('show claims without tokens as they are', () => {
    for (const claims of [{ sub: 'ada@example.com', teams: ['a'] }, { connection_oauth_tokens: null }])
      expect(details(claims).claims).toEqual(claims);
  });

  test('name the address of the workbook that is shown, and of no other', () => {
    const { sessions } = setUp();
    const shown = { url: 'u', expiresAt: 60, endsWithGrant: false, header: {}, claims: {} };
    expect(sessions.details(sessions.targetOf('plain', 'main'), shown).workbookUrl).toBe(
      'http://sigma.example/org/workbook/Plain-1',
    );
  });

  test('of a profile that was removed hold what is still known', () => {
    const { sessions } = setUp([]);
    const target = setUp().sessions.targetOf('trips', 'main');
    const shown = { url: 'u', expiresAt: 60, endsWithGrant: false, header: {}, claims: {} };
    expect(sessions.details(target, shown)).toEqual({
      header: {},
      claims: {},
      workbookUrl: '',
      clocks: [{ what: 'session-ends', connection: null, at: 60 }],
    });
  });
});
