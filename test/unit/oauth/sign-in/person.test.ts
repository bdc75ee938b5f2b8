/** When UserInfo is asked, and what its answer is good for. */
import { describe, expect, test } from 'vitest';
import { createLog } from '../../../../src/main/log/log.ts';
import { scopeRules } from '../../../../src/main/oauth/grants/granted-scopes.ts';
import type { AnswerRules, CodeExchange } from '../../../../src/main/oauth/sign-in/code-exchange.ts';
import { findPerson } from '../../../../src/main/oauth/sign-in/person.ts';
import type { IdentityClaims } from '../../../../src/main/oauth/tokens/token-response.ts';
import type { UserInfoRequest } from '../../../../src/main/oauth/tokens/user-info.ts';
import { AppError } from '../../../../src/shared/errors.ts';

const ISSUER = 'https://as.example';
const ENDPOINT = `${ISSUER}/me`;
const idToken = { iss: ISSUER, sub: 's', aud: 'client', exp: 1, iat: 0 };
const rules: AnswerRules = {
  scopes: scopeRules({ refreshScope: null, place: 'there' }),
  userNameClaims: ['email', 'preferred_username'],
  userNameField: null,
};

interface Situation {
  /** Of the ID token; null: there is none. */
  readonly claims?: object | null;
  /** What UserInfo answers besides `sub`. */
  readonly info?: object | AppError;
  /** What SCIM Me answers; left out: there is none. */
  readonly me?: object | Response | AppError;
  readonly names?: readonly string[];
  readonly rules?: Partial<AnswerRules>;
  readonly fields?: Record<string, unknown>;
  readonly changes?: Partial<CodeExchange>;
}

async function finding(situation: Situation) {
  const { claims = {}, info = {}, me, names = [], fields = {} } = situation;
  const asked: UserInfoRequest[] = [];
  const lines: string[] = [];
  const exchange: CodeExchange = {
    connectionId: 'connection',
    server: {
      issuer: ISSUER,
      authorization_endpoint: `${ISSUER}/a`,
      token_endpoint: `${ISSUER}/t`,
      userinfo_endpoint: ENDPOINT,
    },
    serverRules: {},
    client: { clientId: 'client', authentication: { method: 'none' } },
    scopes: ['openid', 'email'],
    audience: null,
    identityUrl: me ? 'https://platform.example/Me' : null,
    rules: { ...rules, ...situation.rules },
    fingerprint: 'fingerprint',
    claimNames: names,
    jwksUri: `${ISSUER}/keys`,
    tokenExchange: null,
    callbackParameters: new URLSearchParams(),
    state: 'state',
    nonce: 'nonce',
    redirectUri: 'http://localhost:1/callback',
    codeVerifier: 'v'.repeat(43),
    signal: new AbortController().signal,
    ...situation.changes,
  };
  const found = await findPerson(
    {
      fetch: async () => {
        if (me instanceof AppError) throw me;
        return me instanceof Response ? me : Response.json(me);
      },
      userInfo: {
        async ask(request) {
          asked.push(request);
          if (info instanceof AppError) throw info;
          return { sub: 's', ...info };
        },
      },
      log: createLog({ write: (line) => lines.push(line), now: () => 0 }),
    },
    exchange,
    {
      accessToken: 'of-the-identity-provider',
      refreshToken: null,
      scope: null,
      obtainedAt: 0,
      expiresAt: 1,
      lifetimeAssumed: false,
      claims: claims === null ? null : ({ ...idToken, ...claims } as IdentityClaims),
      idToken: null,
      fields,
    },
    'of-the-data-platform',
  );
  return { ...found, userName: found.person?.userName ?? null, asked, lines };
}

const down = new AppError('user_info_failed', { reason: 'refused', host: 'as.example', status: 503, said: 'Closed.' });

describe('UserInfo is asked', () => {
  test.each<[string, Situation]>([
    ['when the ID token names nobody', {}],
    ['when the ID token names a person by no address', { claims: { preferred_username: 'ada' } }],
    ['when the ID token lacks a claim that is mapped', { claims: { email: 'ada@example.com' }, names: ['groups'] }],
    ['when SCIM lacks a claim that is mapped', { me: { id: '1', userName: 'ada@example.com' }, names: ['groups'] }],
    ['when the ID token vouches for no address and lacks another claim', { claims: unvouched(), names: ['groups'] }],
  ])('%s', async (_, situation) => {
    const { asked, lines } = await finding(situation);
    expect(asked).toEqual([
      {
        endpoint: ENDPOINT,
        accessToken: 'of-the-identity-provider',
        idTokenClaims: { ...idToken, ...situation.claims },
        clientId: 'client',
        jwksUri: `${ISSUER}/keys`,
        signal: expect.any(AbortSignal),
      },
    ]);
    expect(lines.join()).toContain('identity.user-info-asked');
  });

  test.each<[string, Situation]>([
    ['when the ID token says all', { claims: { email: 'ada@example.com', groups: [] }, names: ['groups', 'email'] }],
    ['when a sign-in name is an address', { claims: { preferred_username: 'ada@example.com' } }],
    ['when SCIM says all', { me: { id: '1', userName: 'ada@example.com', groups: [] }, names: ['groups'] }],
    ['when SCIM names the person otherwise', { me: { id: '1', userName: 'ada' } }],
    ['without an ID token, since nothing could be compared', { claims: null, names: ['groups'] }],
    [
      'where the token answer names the person',
      { claims: null, fields: { user: 'ADA' }, rules: { userNameField: 'user' } },
    ],
    ['when the ID token says that the address is not verified', { claims: unvouched() }],
    ['for an address that does not count', { claims: unvouched(), names: ['email'] }],
    [
      'where the server has none',
      { changes: { server: { issuer: ISSUER, authorization_endpoint: '', token_endpoint: '' } } },
    ],
    ['where it takes no token of these scopes', { changes: { serverRules: { isForUserInfo: () => false } } }],
  ])('not %s', async (_, situation) => {
    const { asked, identityProblems } = await finding(situation);
    expect(asked).toEqual([]);
    if (situation.claims && 'email_verified' in situation.claims) return;
    expect(identityProblems).toBeUndefined();
  });

  test('only where its server takes tokens of the scopes that were asked for', async () => {
    const given: unknown[] = [];
    const isForUserInfo = (...told: unknown[]) => given.push(told) > 0;
    expect((await finding({ changes: { serverRules: { isForUserInfo } } })).asked).toHaveLength(1);
    expect(given).toEqual([[['openid', 'email'], ENDPOINT]]);
  });
});

function unvouched() {
  return { email: 'ada@example.com', email_verified: false };
}

describe('what UserInfo says', () => {
  test('names the person, who keeps the id of the ID token', async () => {
    const info = { email: 'ada@example.com', email_verified: 'true', name: 'Ada Moreno', given_name: 'Ada' };
    const { person, identityProblems } = await finding({ info });
    expect(person).toEqual({ id: 's', userName: 'ada@example.com', displayName: 'Ada Moreno', firstName: 'Ada' });
    expect(identityProblems).toBeUndefined();
  });

  test('goes together with the name in a thin ID token', async () => {
    const { person } = await finding({
      claims: { name: 'Ada Moreno', preferred_username: 'ada' },
      info: { email: 'ada@example.com' },
    });
    expect(person).toEqual({ id: 's', userName: 'ada@example.com', displayName: 'Ada Moreno' });
  });

  test('has names that the rest does not have, as long as it is about the same address', async () => {
    const names = { given_name: 'Ada', family_name: 'Moreno' };
    const claims = { preferred_username: 'Ada@example.com' };
    const of = async (email: string) => (await finding({ claims, info: { email, ...names }, names: ['x'] })).person;
    const person = { id: 's', userName: 'Ada@example.com' };
    expect(await of('ada@example.com')).toEqual({
      ...person,
      displayName: 'Ada Moreno',
      firstName: 'Ada',
      lastName: 'Moreno',
    });
    expect(await of('other@example.com')).toEqual({ ...person, displayName: 'Ada@example.com' });
  });

  test('does not take the place of what the ID token or SCIM named', async () => {
    const other = { email: 'other@example.com', email_verified: true };
    expect((await finding({ claims: { email: 'ada@example.com' }, info: other, names: ['x'] })).userName).toBe(
      'ada@example.com',
    );
    const me = { id: '1', userName: 'grace@example.com' };
    expect((await finding({ me, info: other, names: ['x'] })).userName).toBe('grace@example.com');
  });

  test('is no worse than an ID token that names nobody by an address', async () => {
    expect((await finding({ claims: { preferred_username: 'ada' }, info: { email: '' } })).userName).toBe('ada');
    expect((await finding({ info: { preferred_username: 'ada' } })).userName).toBe('ada');
    expect((await finding({ info: { email: 'ada\u200b@example.com' } })).userName).toBeNull();
  });

  test('counts for claims that neither the ID token nor SCIM has', async () => {
    const { claims } = await finding({
      claims: { email: 'ada@example.com', region: 'EMEA' },
      me: { id: '1', userName: 'ada@example.com', department: 'Sales' },
      info: { region: 'US', department: 'Fleet', groups: ['A', { display: 'B' }], realm: { roles: ['r'] } },
      names: ['region', 'department', 'groups', 'realm.roles', 'desk'],
    });
    expect(claims).toEqual({
      region: 'EMEA',
      department: 'Sales',
      groups: ['A', 'B'],
      'realm.roles': ['r'],
      desk: null,
    });
  });

  test('cannot name another person than the ID token by its `sub`', async () => {
    const { person, claims } = await finding({ info: { sub: 'x', email: 'ada@example.com' }, names: ['sub'] });
    expect(person?.id).toBe('s');
    expect(claims).toEqual({ sub: 's' });
  });
});

describe('an address that is not verified', () => {
  const said = (address: string) => ({ code: 'email_unverified', values: { reason: 'said', address } });
  const address = 'ada@example.com';

  test.each([false, 'false', 'False', 0, '0', 'no', [], 1])(
    '(%j) names nobody, and the reason is kept',
    async (email_verified) => {
      for (const situation of [
        { claims: { email: address, email_verified } },
        { info: { email: address, email_verified } },
        { claims: { email_verified }, info: { email: address, email_verified: true }, names: ['groups'] },
        { claims: { email_verified: true }, info: { email: address, email_verified } },
      ]) {
        const { person, identityProblems } = await finding(situation);
        expect(person).toBeNull();
        expect(identityProblems?.person).toEqual(said(address));
      }
    },
  );

  test.each([true, 'true', undefined])('is none where it says %j', async (email_verified) => {
    const { userName, identityProblems } = await finding({ info: { email: address, email_verified } });
    expect(userName).toBe(address);
    expect(identityProblems).toBeUndefined();
  });

  test('is no value of a claim either, from wherever it is', async () => {
    const names = ['email', 'groups', 'desk'];
    const groups = ['A'];
    for (const situation of [
      { claims: { email: address, groups, email_verified: 'false' } },
      { claims: { email_verified: 'false' }, info: { email: address, groups } },
      { info: { email: address, groups, email_verified: 'false' } },
    ]) {
      const { claims, identityProblems } = await finding({ ...situation, names });
      expect(claims).toEqual({ email: null, groups, desk: null });
      expect(identityProblems?.claims).toEqual({ email: said(address) });
    }
  });

  test('does not matter where SCIM names the person', async () => {
    const me = { id: '1', userName: address };
    const { userName, identityProblems } = await finding({ me, claims: unvouched() });
    expect(userName).toBe(address);
    expect(identityProblems).toBeUndefined();
  });

  test('may be called unproven in the words of its server', async () => {
    const unproven = (said: Readonly<Record<string, unknown>>) => (said.proven === false ? ['email'] : []);
    const unprovenRules = { unprovenClaims: unproven };
    for (const situation of [
      { claims: { email: address, proven: false } },
      { info: { email: address, proven: false } },
      { claims: { proven: false }, info: { email: address } },
    ]) {
      const { person, identityProblems } = await finding({ ...situation, rules: unprovenRules });
      expect(person).toBeNull();
      expect(identityProblems?.person).toEqual({ code: 'email_unverified', values: { reason: 'unproven' } });
    }
    const named = { email: address, proven: false, preferred_username: 'ada@acme.example' };
    const { userName, identityProblems } = await finding({ claims: named, rules: unprovenRules });
    expect(userName).toBe('ada@acme.example');
    expect(identityProblems).toBeUndefined();
  });

  test('that nobody named is said too', async () => {
    const { identityProblems } = await finding({ claims: { email_verified: false } });
    expect(identityProblems?.person).toEqual({ code: 'email_unverified', values: { reason: 'saidOfNone' } });
  });
});

test('a user of SCIM without a name is an answer: nobody is named, and nothing was refused', async () => {
  const schemas = ['urn:ietf:params:scim:schemas:core:2.0:User'];
  const me = () => Response.json({ schemas, id: '7', active: true });
  const { person, identityProblems } = await finding({ claims: null, me: me() });
  expect([person, identityProblems]).toEqual([null, undefined]);
  expect((await finding({ claims: { email: 'ada@example.com' }, me: me() })).userName).toBe('ada@example.com');
});

describe('a data platform that does not say who the person is', () => {
  const blocked = () => Response.json({ error_code: '403', message: 'Your IP is blocked.' }, { status: 403 });
  const said = 'Your IP is blocked.';
  const values = { reason: 'meRefused', host: 'platform.example', status: 403, said, remedy: 'meRefused' };
  const refused = { code: 'identity_unknown', values };

  test.each<[string, Situation]>([
    ['without an ID token', { claims: null }],
    ['with an ID token that names nobody, and UserInfo that does not either', {}],
    ['with an ID token that names the person by no address', { claims: { preferred_username: 'ada' } }],
    [
      'with a token answer that names the person by no address',
      { claims: null, fields: { user: 'ADA' }, rules: { userNameField: 'user' } },
    ],
    ['where UserInfo may not be asked', { changes: { serverRules: { isForUserInfo: () => false } } }],
  ])('is the reason why nobody is named, %s', async (_, situation) => {
    const { identityProblems } = await finding({ ...situation, me: blocked() });
    expect(identityProblems).toEqual({ person: refused, claims: {} });
  });

  test('is the reason for a claim that nobody else has', async () => {
    const named = { claims: { email: 'ada@example.com', region: 'EMEA' }, names: ['region', 'department'] };
    const { identityProblems, claims } = await finding({ ...named, me: blocked() });
    expect(claims).toEqual({ region: 'EMEA', department: null });
    expect(identityProblems).toEqual({ claims: { department: refused } });
    const bare = await finding({ claims: null, names: ['department'], me: blocked() });
    expect(bare.identityProblems).toEqual({ person: refused, claims: { department: refused } });
  });

  test('matters to nobody where all is said otherwise', async () => {
    for (const situation of [{ claims: { email: 'ada@example.com' } }, { info: { email: 'ada@example.com' } }]) {
      const { userName, identityProblems } = await finding({ ...situation, me: blocked() });
      expect(userName).toBe('ada@example.com');
      expect(identityProblems).toBeUndefined();
    }
  });

  test('that cannot be reached leaves it to UserInfo, and without that the sign-in ends', async () => {
    const me = new AppError('offline', { reason: 'timedOut', host: 'platform.example' });
    expect((await finding({ me, info: { email: 'ada@example.com' } })).userName).toBe('ada@example.com');
    await expect(finding({ me })).rejects.toBe(me);
    await expect(finding({ me, info: down })).rejects.toBe(me);
    await expect(finding({ me, claims: unvouched() })).rejects.toBe(me);
    await expect(finding({ me, claims: null })).rejects.toBe(me);
  });

  test('says less than doubt about the address, and than UserInfo that fails', async () => {
    expect((await finding({ claims: unvouched(), me: blocked() })).identityProblems?.person?.code).toBe(
      'email_unverified',
    );
    expect((await finding({ info: down, me: blocked() })).identityProblems?.person).toEqual(down.toView());
  });
});

describe('UserInfo that fails', () => {
  test('costs nothing where the ID token is enough', async () => {
    const { userName, claims, identityProblems, lines } = await finding({
      claims: { email: 'ada@example.com', region: 'EMEA' },
      info: down,
      names: ['region', 'desk'],
    });
    expect(userName).toBe('ada@example.com');
    expect(claims).toEqual({ region: 'EMEA', desk: null });
    // Only what is missing says why.
    expect(identityProblems).toEqual({ claims: { desk: down.toView() } });
    expect(lines.join()).toContain('"code":"user_info_failed"');
  });

  test('leaves the sign-in, which says what is the matter when the person is needed', async () => {
    const { person, identityProblems } = await finding({ info: down });
    expect(person).toBeNull();
    expect(identityProblems).toEqual({ person: down.toView(), claims: {} });
    const named = await finding({ claims: { preferred_username: 'ada' }, info: down });
    expect(named.userName).toBe('ada');
    expect(named.identityProblems?.person).toEqual(down.toView());
  });

  test('for its address says so, and nothing is sent there', async () => {
    const server = {
      issuer: ISSUER,
      authorization_endpoint: '',
      token_endpoint: '',
      untrustedUserInfo: 'https://evil.example',
    };
    const { asked, identityProblems } = await finding({ changes: { server } });
    expect(asked).toEqual([]);
    expect(identityProblems?.person).toEqual({
      code: 'user_info_failed',
      values: { reason: 'untrusted', address: 'https://evil.example' },
    });
  });

  test('with another person is an error, and nothing of it is used', async () => {
    const mismatch = new AppError('user_info_mismatch', { host: 'as.example' });
    await expect(finding({ info: mismatch })).rejects.toBe(mismatch);
    const named = finding({ claims: { email: 'ada@example.com' }, names: ['x'], info: mismatch });
    await expect(named).rejects.toBe(mismatch);
  });

  test('with what nobody foresaw is no answer', async () => {
    const failure = new AppError('internal', { reason: 'signIn', kind: 'TypeError' });
    await expect(finding({ info: failure })).rejects.toBe(failure);
  });
});
