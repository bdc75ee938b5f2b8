/** What UserInfo answers to a sign-in that needs it (OpenID Connect Core section 5.3). */
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { USER_INFO_LIMIT_MS } from '../../../src/main/oauth/tokens/user-info.ts';
import {
  createSigner,
  expectRefused,
  expectSignedIn,
  type HostileFixture,
  type Outcome,
  paths,
  type Script,
  signedBy,
  startHostileFixture,
  unsignedJwt,
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

const scopes = ['openid', 'offline_access'];
const ada = { sub: '7', email: 'ada@example.com', groups: ['A'] };
/** An ID token that says nothing but `sub`. */
const thin = { scopes, claims: () => ({ email: undefined }) };
const needing = (userInfo: NonNullable<Script['userInfo']>, script: Script = {}): Promise<Outcome> =>
  fixture.attempt({ ...thin, userInfo, ...script });
const asJwt = (jwt: string): Answer => raw(jwt, 'application/jwt');

/** Signed in without a person, and the grant says why. */
function expectNobody(outcome: Outcome, reason: string): void {
  expectSignedIn(outcome);
  expect(outcome.grant?.person).toBeNull();
  expect(outcome.grant?.identityProblems?.person).toMatchObject({ code: 'user_info_failed', values: { reason } });
  expect(outcome.scene.as.received(paths.userInfo)).toHaveLength(1);
  expect(outcome.lines.join()).toContain('identity.user-info-failed');
}

describe('an honest answer', () => {
  test('names the person and fills what is mapped, in one request with the token as bearer', async () => {
    const outcome = await needing(() => json(ada), { claimNames: ['groups'] });
    expectSignedIn(outcome);
    expect(outcome.grant).toMatchObject({
      person: { id: '7', userName: 'ada@example.com' },
      claims: { groups: ['A'] },
    });
    expect(outcome.grant?.identityProblems).toBeUndefined();
    const [request, ...more] = outcome.scene.as.received(paths.userInfo);
    expect(more).toEqual([]);
    expect(request?.method).toBe('GET');
    expect(request?.text).toMatch(new RegExp(`authorization\nBearer ${outcome.scene.issued.accessToken}\n`, 'i'));
    expect(String(request?.query)).toBe('');
  });

  test('is signed, by the keys of the server', async () => {
    const outcome = await needing(async ({ signer, issuer, client }) =>
      asJwt(await signedBy({ ...ada, iss: issuer, aud: client.clientId }, signer)),
    );
    expectSignedIn(outcome);
    expect(outcome.grant?.person?.userName).toBe('ada@example.com');
  });

  test('is not asked for where the ID token is enough', async () => {
    const outcome = await fixture.attempt({ scopes, userInfo: () => json(ada) });
    expectSignedIn(outcome);
    expect(outcome.scene.as.received(paths.userInfo)).toEqual([]);
  });
});

test.each<[string, object]>([
  ['another person', { sub: '8' }],
  ['a person of the same name in other letters', { sub: '7 ' }],
  ['nobody, in so many words', { sub: '' }],
])('an answer about %s ends the sign-in, and nothing of it is kept', async (_, changes) => {
  for (const claims of [thin.claims, () => ({})]) {
    const outcome = await needing(() => json({ ...ada, ...changes }), { claims, claimNames: ['groups'] });
    expectRefused(outcome, 'user_info_mismatch', true);
    // The tokens are given back.
    expect(outcome.scene.as.received(paths.revoke).length).toBeGreaterThan(0);
  }
});

type MakeAnswer = NonNullable<Script['userInfo']>;
type Broken = readonly [what: string, reason: string, answer: MakeAnswer, takes?: 'until the limit'];

const broken: readonly Broken[] = [
  ['no sub', 'noSubject', () => json({ email: 'ada@example.com' })],
  ['null as sub', 'noSubject', () => json({ ...ada, sub: null })],
  ['a number as sub', 'noSubject', () => json({ ...ada, sub: 7 })],
  ['a list of subs', 'noSubject', () => json({ ...ada, sub: ['7', '8'] })],
  ['two subs', 'noObject', () => raw('{"sub":"8","sub":"7","email":"ada@example.com"}', 'application/json')],
  ['sub through __proto__', 'noSubject', () => raw('{"__proto__":{"sub":"7"},"email":"a@b"}', 'application/json')],
  ['HTML', 'notJson', () => html('<h1>Log in to the Wi-Fi</h1>')],
  ['HTML that calls itself JSON', 'noObject', () => raw('<h1>Log in</h1>', 'application/json')],
  ['JSON that calls itself a page', 'notJson', () => raw(JSON.stringify(ada), 'text/html')],
  ['JSON that calls itself text', 'notJson', () => raw(JSON.stringify(ada), 'text/plain')],
  ['a list', 'noObject', () => json([ada])],
  ['nothing', 'noObject', () => raw('', 'application/json')],
  ['brackets without end', 'noObject', () => raw('['.repeat(500_000), 'application/json')],
  ['401', 'refused', () => json({ error: 'invalid_token' }, { status: 401 })],
  ['403', 'refused', () => html('<h1>Forbidden</h1>', { status: 403 })],
  ['404', 'refused', () => html('', { status: 404 })],
  ['429', 'refused', () => json({}, { status: 429, headers: { 'retry-after': '3600' } })],
  ['500', 'refused', () => html('<h1>Oops</h1>', { status: 500 })],
  ['204', 'refused', () => (_, response) => void response.writeHead(204).end()],
  ['a redirect to itself', 'refused', ({ as }) => redirect(`${as.origin}${paths.userInfo}`)],
  ['a redirect to another server', 'refused', ({ elsewhere }) => redirect(`${elsewhere.origin}/x`, 307)],
  ['10 MB', 'unreachable', () => json({ ...ada, padding: 'x'.repeat(10_000_000) })],
  ['more than it can ever send', 'unreachable', () => endless()],
  ['a bomb', 'unreachable', () => bomb(64 * 1024 * 1024)],
  ['a cut connection', 'unreachable', () => cut],
  ['half a body', 'unreachable', () => cutMidway('{"sub":"7"')],
  ['something that is not HTTP', 'unreachable', () => noise],
  ['nothing, ever', 'unreachable', () => silent, 'until the limit'],
  ['a body that stops', 'unreachable', () => stalled, 'until the limit'],
  ['a token that is not signed', 'unsigned', () => asJwt(unsignedJwt({ alg: 'none' }, ada))],
  [
    'a token that somebody else signed',
    'signature',
    async () => asJwt(await signedBy(ada, await createSigner('key-1'))),
  ],
  [
    'a token signed with the client secret',
    'algorithm',
    async () => {
      const secret = new TextEncoder().encode(fixture.clientSecret);
      return asJwt(await new SignJWT(ada).setProtectedHeader({ alg: 'HS256' }).sign(secret));
    },
  ],
  ['a token that is encrypted', 'encrypted', () => asJwt('a.b.c.d.e')],
  [
    'a token for another application',
    'notForUs',
    async ({ signer }) => asJwt(await signedBy({ ...ada, aud: 'x' }, signer)),
  ],
  [
    'a token of another server',
    'notForUs',
    async (s) => asJwt(await signedBy({ ...ada, iss: s.otherIssuer }, s.signer)),
  ],
  ['a token that is over', 'notForUs', async ({ signer }) => asJwt(await signedBy({ ...ada, exp: 1 }, signer))],
];

const rows = broken.map(([what, reason, answer, takes]) => {
  const ask = (script: Script) => (takes ? needingTooLong(answer, script) : needing(answer, script));
  return [what, { reason, ask }] as const;
});

/** An answer that has not ended when the limit is over: the program's clock is turned as soon as the request has come. */
function needingTooLong(answer: MakeAnswer, script: Script): Promise<Outcome> {
  let begin = (): void => undefined;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const userInfo: MakeAnswer = async (scene) => {
    const given = await answer(scene);
    return (request, response) => {
      begin();
      return given(request, response);
    };
  };
  return needing(userInfo, {
    ...script,
    async browse({ arrive, clock }) {
      const arrived = arrive();
      await begun;
      await clock.advance(USER_INFO_LIMIT_MS);
      await arrived;
    },
  });
}

describe('an answer that is', () => {
  test.each(rows)('%s: nobody is known by it, and the sign-in stands', async (_, { reason, ask }) => {
    expectNobody(await ask({}), reason);
  });

  test.each(rows)('%s: nothing is lost where the ID token is enough', async (_, { reason, ask }) => {
    const outcome = await ask({ claims: () => ({ region: 'EMEA' }), claimNames: ['region', 'groups'] });
    expectSignedIn(outcome);
    expect(outcome.grant).toMatchObject({
      person: { userName: 'ada@example.com' },
      claims: { region: 'EMEA', groups: null },
      identityProblems: { claims: { groups: { code: 'user_info_failed', values: { reason } } } },
    });
    expect(outcome.grant?.identityProblems).not.toHaveProperty('person');
  });
});

test('what a server says with its refusal is kept for the person, without the token', async () => {
  const outcome = await needing(({ issued }) =>
    json({ error: 'invalid_token', error_description: `Not for me: ${issued.accessToken}` }, { status: 401 }),
  );
  expectNobody(outcome, 'refused');
  const told = JSON.stringify(outcome.grant?.identityProblems);
  expect(told).toContain('Not for me');
  expect(told).not.toContain(outcome.scene.issued.accessToken);
});

test.each(['false', 'False', '0', 0, false])(
  'an address that is not verified (%j) names nobody',
  async (email_verified) => {
    for (const script of [{ claims: () => ({ email_verified }) }, thin] as const) {
      const outcome = await needing(() => json({ ...ada, email_verified }), { scopes, ...script });
      expectSignedIn(outcome);
      expect(outcome.grant?.person).toBeNull();
      expect(outcome.grant?.identityProblems?.person).toMatchObject({
        code: 'email_unverified',
        values: { address: 'ada@example.com' },
      });
    }
  },
);

test('a renewal does not ask again', async () => {
  const program = fixture.program();
  try {
    const { grant, scene } = await fixture.attempt({ ...thin, userInfo: () => json(ada) }, program);
    if (!grant) throw new Error('Nobody signed in.');
    scene.as.answer(paths.token, json(await fixture.tokenAnswer(scene)));
    const renewed = await program.tokenClient.refreshGrant(grant, scene.client);
    expect(renewed.person).toEqual(grant.person);
    expect(scene.as.received(paths.userInfo)).toHaveLength(1);
  } finally {
    await program.stop();
  }
});
