/** What comes from the token endpoint in exchange for a code (RFC 6749 sections 5.1 and 3.2). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ErrorCode } from '../../../src/shared/errors.ts';
import {
  expectRefused,
  expectSignedIn,
  type HostileFixture,
  paths,
  type Scene,
  type Script,
  startHostileFixture,
} from '../../support/hostile-fixture.ts';
import {
  type Answer,
  bomb,
  cut,
  cutMidway,
  endless,
  html,
  json,
  noise,
  raw,
  redirect,
  silent,
  stalled,
} from '../../support/hostile-server.ts';

let fixture: HostileFixture;
beforeAll(async () => {
  fixture = await startHostileFixture();
});
afterAll(() => fixture.stop());

type Changes = Readonly<Record<string, unknown>>;
type Make = (scene: Scene) => Promise<Answer> | Answer;

/** The honest answer, but for these. */
const but =
  (changes: Changes, head: Parameters<typeof json>[1] = {}): Make =>
  async (scene) =>
    json({ ...(await fixture.tokenAnswer(scene)), ...changes }, head);
const text =
  (change: (honest: string) => string, type = 'application/json'): Make =>
  async (scene) =>
    raw(change(JSON.stringify(await fixture.tokenAnswer(scene))), type);

type Case = readonly [rule: string, code: ErrorCode, token: Make, script?: Script];

const unusable: readonly Case[] = [
  ['a lifetime of zero', 'token_response_invalid', but({ expires_in: 0 })],
  ['a lifetime of less than nothing', 'token_response_invalid', but({ expires_in: -3_600 })],
  ['a lifetime of zero as a text', 'token_response_invalid', but({ expires_in: '0' })],
  ['a negative lifetime as a text', 'token_response_invalid', but({ expires_in: '-1' })],
  ['a lifetime in words', 'token_response_invalid', but({ expires_in: 'one hour' })],
  ['a lifetime with a unit', 'token_response_invalid', but({ expires_in: '1h' })],
  ['an empty lifetime', 'token_response_invalid', but({ expires_in: '' })],
  ['a lifetime that is true', 'token_response_invalid', but({ expires_in: true })],
  ['a lifetime that is a list', 'token_response_invalid', but({ expires_in: [3_600] })],
  ['a lifetime that is an object', 'token_response_invalid', but({ expires_in: {} })],

  ['no token type', 'token_response_invalid', but({ token_type: undefined })],
  ['the token type mac', 'token_response_invalid', but({ token_type: 'mac' })],
  ['the token type DPoP', 'token_response_invalid', but({ token_type: 'DPoP' })],
  ['the token type N_A', 'token_response_invalid', but({ token_type: 'N_A' })],
  ['an empty token type', 'token_response_invalid', but({ token_type: '' })],
  ['a token type that is a list', 'token_response_invalid', but({ token_type: ['Bearer'] })],

  ['no access token', 'token_response_invalid', but({ access_token: undefined })],
  ['an empty access token', 'token_response_invalid', but({ access_token: '' })],
  ['null as access token', 'token_response_invalid', but({ access_token: null })],
  ['an access token that is an object', 'token_response_invalid', but({ access_token: { token: 'x' } })],
  ['an empty refresh token', 'token_response_invalid', but({ refresh_token: '' })],
  ['a refresh token that is a number', 'token_response_invalid', but({ refresh_token: 7 })],
  ['scopes that are a list', 'token_response_invalid', but({ scope: ['all-apis', 'offline_access'] })],

  ['JSON that calls itself HTML', 'token_response_invalid', text((honest) => honest, 'text/html')],
  ['JSON that calls itself a picture', 'token_response_invalid', text((honest) => honest, 'image/png')],
  [
    'a form',
    'token_response_invalid',
    () => raw('access_token=a&token_type=bearer', 'application/x-www-form-urlencoded'),
  ],
  ['a page', 'token_response_invalid', () => html('<!doctype html><h1>Log in to the Wi-Fi</h1>')],
  ['half a JSON', 'token_response_invalid', text((honest) => honest.slice(0, -20))],
  ['JSON and something behind it', 'token_response_invalid', text((honest) => `${honest}{}`)],
  ['nothing', 'token_response_invalid', () => raw('', 'application/json')],
  ['a list', 'token_response_invalid', text((honest) => `[${honest}]`)],
  ['a text', 'token_response_invalid', () => json('access_token')],
  ['null', 'token_response_invalid', () => json(null)],
  ['two access tokens', 'token_response_invalid', text((honest) => honest.replace('{', '{"access_token":"other",'))],
  [
    'two access tokens, one with an escaped name',
    'token_response_invalid',
    text((honest) => honest.replace('{', '{"access\\u005ftoken":"other",')),
  ],
  ['two scopes', 'token_response_invalid', text((honest) => honest.replace('{', '{"scope":"root",'))],
  [
    'a token through __proto__',
    'token_response_invalid',
    () => raw('{"__proto__":{"access_token":"a","token_type":"Bearer"}}', 'application/json'),
  ],

  ['200 and an error', 'code_rejected', () => json({ error: 'invalid_grant', error_description: 'No.' })],
  ['200 and an error beside a token', 'token_response_invalid', but({ error: 'invalid_grant' })],
  ['201', 'token_request_rejected', but({}, { status: 201 })],
  ['202', 'token_request_rejected', but({}, { status: 202 })],
  ['204', 'token_request_rejected', () => (_, response) => void response.writeHead(204).end()],
  ['tokens with 400', 'token_request_rejected', but({}, { status: 400 })],
  ['tokens with 500', 'server_busy', but({}, { status: 500 })],

  [
    'a redirect to another server (307, which would repeat the code)',
    'token_request_rejected',
    ({ elsewhere }) => redirect(`${elsewhere.origin}/as/token`, 307),
  ],
  [
    'a permanent redirect to another server (308)',
    'token_request_rejected',
    ({ elsewhere }) => redirect(`${elsewhere.origin}/as/token`, 308),
  ],
  [
    'a redirect to another server with the code in its address (302)',
    'token_request_rejected',
    ({ elsewhere, issued }) => redirect(`${elsewhere.origin}/?code=${issued.code}`),
  ],
  ['a redirect to itself', 'token_request_rejected', ({ as }) => redirect(`${as.origin}${paths.token}`, 307)],
  [
    'a redirect to a server that is configured',
    'token_request_rejected',
    ({ other }) => redirect(`${other.origin}${paths.token}`, 307),
  ],

  ['a mebibyte and more', 'response_too_large', but({ padding: 'x'.repeat(1024 * 1024) })],
  ['more than it can ever send', 'response_too_large', () => endless('{"access_token":"')],
  [
    'a refusal that never ends',
    'response_too_large',
    () => (_, response) => {
      response.writeHead(400, { 'content-type': 'application/json' });
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
      };
      response.on('drain', more);
      more();
    },
  ],
  ['a bomb', 'response_too_large', () => bomb(64 * 1024 * 1024)],
  ['a cut connection', 'offline', () => cut],
  ['half a body', 'offline', () => cutMidway('{"access_token":"half')],
  ['something that is not HTTP', 'offline', () => noise],
  ['nothing, ever', 'offline', () => silent, { hurried: true }],
  ['a body that stops', 'offline', () => stalled, { hurried: true }],

  ['fewer scopes than were asked for', 'scopes_missing', but({ scope: 'offline_access' })],
  ['other scopes than were asked for', 'scopes_missing', but({ scope: 'ALL-APIS root' })],
  ['no scope at all', 'scopes_missing', but({ scope: '' })],
];

const rows = unusable.map(([rule, code, token, script = {}]) => [rule, { code, token, script }] as const);

describe('a token endpoint that answers with', () => {
  test.each(rows)('%s', async (_, { code, token, script }) => {
    const outcome = await fixture.attempt({ ...script, token });
    expectRefused(outcome, code, true);
    expect(outcome.scene.as.received(paths.me), 'questions with an unusable token').toEqual([]);
  });
});

describe('is taken all the same:', () => {
  const HOUR = 3_600_000;
  test.each<[string, Make, { lifetime: number; assumed: boolean }]>([
    ['no lifetime, as an hour that was assumed', but({ expires_in: undefined }), { lifetime: HOUR, assumed: true }],
    ['null as lifetime', but({ expires_in: null }), { lifetime: HOUR, assumed: true }],
    ['null as refresh token', but({ refresh_token: null }), { lifetime: HOUR, assumed: false }],
    [
      'null for everything else that may be left out',
      but({ scope: null, id_token: null, error: null, error_description: null, issued_token_type: null }),
      { lifetime: HOUR, assumed: false },
    ],
    ['a lifetime as a text', but({ expires_in: '3600' }), { lifetime: HOUR, assumed: false }],
    ['a lifetime with a fraction', but({ expires_in: 3_599.9 }), { lifetime: HOUR - 1_000, assumed: false }],
    ['a lifetime of centuries, as a day', but({ expires_in: 1e12 }), { lifetime: 24 * HOUR, assumed: false }],
    [
      'a lifetime beyond all numbers, as a day',
      text((honest) => honest.replace('3600', '1e999')),
      { lifetime: 24 * HOUR, assumed: false },
    ],
    ['a token type in other letters', but({ token_type: 'bEARER' }), { lifetime: HOUR, assumed: false }],
    ['no scope, as all that was asked for', but({ scope: undefined }), { lifetime: HOUR, assumed: false }],
    [
      'members that are not known',
      but({ token_endpoint: 'https://evil.example', expires_at: 1, server: {} }),
      { lifetime: HOUR, assumed: false },
    ],
  ])('%s', async (_, token, { lifetime, assumed }) => {
    const grant = expectSignedIn(await fixture.attempt({ token }));
    expect(grant.expiresAt - grant.obtainedAt).toBe(lifetime);
    expect(grant.lifetimeAssumed).toBe(assumed);
    expect(grant.scopes).toEqual(['all-apis', 'offline_access']);
    expect(grant.server.tokenEndpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/as\/token$/);
  });
});

describe('a server that is asked who it is and answers with', () => {
  test.each<[string, (scene: Scene) => Answer, ErrorCode | null]>([
    [
      'a redirect to another server: the access token does not go along',
      ({ elsewhere }) => redirect(`${elsewhere.origin}/Me`, 307),
      null,
    ],
    ['a page', () => html('<h1>Hello</h1>'), null],
    ['an empty name', () => json({ id: '1', userName: '' }), null],
    ['a name that is an object', () => json({ id: '1', userName: { $ne: null } }), null],
    ['more than it can ever send', () => endless(), 'response_too_large'],
    ['a cut connection', () => cut, 'offline'],
  ])('%s', async (_, me, code) => {
    const outcome = await fixture.attempt({ me });
    if (code === null) expect(expectSignedIn(outcome).person).toBeNull();
    else expectRefused(outcome, code, true);
  });
});

test('null as refresh token in a renewal keeps the one that there was (RFC 6749 section 6)', async () => {
  const program = fixture.program();
  try {
    const outcome = await fixture.attempt({}, program);
    const { scene } = outcome;
    const grant = expectSignedIn(outcome);
    const { refresh_token: _, scope: __, ...rest } = await fixture.tokenAnswer(scene);
    scene.as.answer(
      paths.token,
      json({ ...rest, access_token: 'newer', refresh_token: null, scope: null, id_token: null }),
    );
    expect(await program.tokenClient.refreshGrant(grant, scene.client)).toMatchObject({
      accessToken: 'newer',
      refreshToken: grant.refreshToken,
      scopes: grant.scopes,
    });
  } finally {
    await program.stop();
  }
});

test.each([null, ''])(
  'SCIM with %j as display name: the person is known, by a name that can be read',
  async (displayName) => {
    const name = { givenName: 'Ada', familyName: 'Moreno', middleName: null };
    const outcome = await fixture.attempt({
      me: () => json({ id: '7361', userName: 'ada@example.com', displayName, name, nickName: null, emails: null }),
    });
    expect(expectSignedIn(outcome).person).toEqual({
      id: '7361',
      userName: 'ada@example.com',
      displayName: 'Ada Moreno',
      firstName: 'Ada',
      lastName: 'Moreno',
    });
  },
);
