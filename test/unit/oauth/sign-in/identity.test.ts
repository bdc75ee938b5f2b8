import { describe, expect, test } from 'vitest';
import { createLog } from '../../../../src/main/log/log.ts';
import { findIdentity, personFromClaims } from '../../../../src/main/oauth/sign-in/identity.ts';
import { AppError } from '../../../../src/shared/errors.ts';

const log = createLog({ write: () => undefined, now: () => 0 });
const claims = { iss: 'i', sub: 's', aud: 'a', exp: 1, iat: 0, email: 'ada@example.com', name: 'Ada' };
const identityUrl = 'https://dbc.example/api/2.0/preview/scim/v2/Me';

const ask = (answer: Response | AppError, idToken: typeof claims | null) =>
  findIdentity(
    {
      log,
      fetch: async () => {
        if (answer instanceof AppError) throw answer;
        return answer;
      },
    },
    { identityUrl, accessToken: 'a', claims: idToken },
  );

describe('who is it', () => {
  test('SCIM Me answers first', async () => {
    const me = Response.json({ id: 42, userName: 'grace@example.com', displayName: 'Grace', groups: [] });
    expect(await ask(me, claims)).toEqual({
      person: { id: '42', userName: 'grace@example.com', displayName: 'Grace' },
      attributes: { id: '42', userName: 'grace@example.com', displayName: 'Grace', groups: [] },
    });
  });

  test.each([new Response('{}', { status: 403 }), new Response('<html>'), Response.json({ id: '1' })])(
    'where SCIM does not tell, the ID token does, and what SCIM said is not lost',
    async (answer) => {
      expect(await ask(answer, claims)).toEqual({
        person: { id: 's', userName: 'ada@example.com', displayName: 'Ada' },
        attributes: null,
        problem: expect.objectContaining({ code: 'identity_unknown' }),
      });
    },
  );

  test('when neither tells, no person is made up', async () => {
    expect((await ask(new Response(null, { status: 403 }), null)).person).toBeNull();
  });

  test('a person without a display name is shown by the user name', async () => {
    const me = Response.json({ id: 'x', userName: 'grace@example.com' });
    expect((await ask(me, null)).person).toEqual({
      id: 'x',
      userName: 'grace@example.com',
      displayName: 'grace@example.com',
    });
  });

  describe('a name that can be read is', () => {
    const shown = async (changes: object, idToken: object | null = null) => {
      const me = Response.json({ id: 'x', userName: 'ada@example.com', ...changes });
      return (await ask(me, idToken as typeof claims | null)).person?.displayName;
    };
    const name = { givenName: 'Ada', familyName: 'Moreno' };

    test.each<[string, object, string]>([
      ['the display name', { displayName: ' Ada  M. ', name }, 'Ada M.'],
      ['given and family name where it is null', { displayName: null, name }, 'Ada Moreno'],
      ['given and family name where it is empty', { displayName: '', name }, 'Ada Moreno'],
      ['given and family name where nobody can see it', { displayName: ' \u200b', name }, 'Ada Moreno'],
      [
        'the one of both that is there',
        { displayName: null, name: { givenName: null, familyName: 'Moreno' } },
        'Moreno',
      ],
      [
        'the user name where both are nothing',
        { displayName: null, name: { givenName: '', familyName: null } },
        'ada@example.com',
      ],
      ['the user name where there is no name', { displayName: '', name: null }, 'ada@example.com'],
    ])('%s', async (_, changes, expected) => {
      expect(await shown(changes)).toBe(expected);
    });

    test('that of the ID token where SCIM has none, as long as both are about the same person', async () => {
      expect(await shown({ displayName: null }, { ...claims, name: 'Ada Moreno' })).toBe('Ada Moreno');
      expect(await shown({ displayName: 'Ada M.' }, { ...claims, name: 'Ada Moreno' })).toBe('Ada M.');
      expect(await shown({ displayName: null }, { ...claims, email: 'b@example.com', name: 'B' })).toBe(
        'ada@example.com',
      );
    });

    test('made of the claims of the ID token in the same way', () => {
      const said = { ...claims, name: '', given_name: 'Ada', family_name: 'Moreno' };
      expect(personFromClaims(said)?.displayName).toBe('Ada Moreno');
      expect(personFromClaims({ ...said, given_name: undefined } as typeof claims)?.displayName).toBe('Moreno');
    });
  });

  test.each([
    ['null', null, 'ada@example.com'],
    ['empty', '', 'ada@example.com'],
    ['absent', undefined, 'ada@example.com'],
    ['a number', 7361, '7361'],
  ])('an id in SCIM that is %s', async (_, id, expected) => {
    expect((await ask(Response.json({ id, userName: 'ada@example.com' }), null)).person?.id).toBe(expected);
  });

  test('null in SCIM is the same as absent, and a person is known all the same', async () => {
    const nothing = {
      schemas: null,
      displayName: null,
      name: null,
      emails: null,
      groups: null,
      meta: { created: null },
    };
    const me = Response.json({ id: '1', userName: 'ada@example.com', ...nothing });
    expect(await ask(me, null)).toEqual({
      person: { id: '1', userName: 'ada@example.com', displayName: 'ada@example.com' },
      attributes: { id: '1', userName: 'ada@example.com', meta: {} },
    });
  });

  test.each<[string, unknown]>([
    ['a number', 42],
    ['a list', ['Ada']],
    ['an object', { formatted: 'Ada' }],
  ])('a display name in SCIM that is %s makes nobody unknown', async (_, displayName) => {
    const me = Response.json({ id: '1', userName: 'ada@example.com', displayName });
    expect((await ask(me, null)).person).toEqual({
      id: '1',
      userName: 'ada@example.com',
      displayName: 'ada@example.com',
    });
  });

  test('two user names in one SCIM answer name nobody', async () => {
    const me = new Response('{"userName":"ada@example.com","userName":"ben@example.com"}');
    expect(await ask(me, null)).toMatchObject({ person: null, attributes: null });
  });

  describe('names of the person are', () => {
    const me = (changes: object) =>
      Response.json({ id: 'x', userName: 'ada@example.com', displayName: 'Ada Moreno', ...changes });
    const names = async (answer: Response, idToken: Record<string, unknown> | null = null) => {
      const { person } = await ask(answer, idToken as typeof claims | null);
      return [person?.firstName, person?.lastName];
    };
    const refused = () => new Response('{}', { status: 403 });

    test.each<[what: string, name: unknown, expected: (string | undefined)[]]>([
      ['both', { givenName: 'Ada', familyName: 'Moreno' }, ['Ada', 'Moreno']],
      ['one of them', { familyName: 'Moreno' }, [undefined, 'Moreno']],
      ['never taken from the whole name', { formatted: 'Ada Moreno' }, [undefined, undefined]],
      ['one line', { givenName: ' Ada\nMaria\u2028 ', familyName: 'Mo\u200breno' }, ['Ada Maria', 'Moreno']],
      ['absent where they are nothing', { givenName: ' ', familyName: '\u200b' }, [undefined, undefined]],
      ['100 characters', { givenName: 'a'.repeat(100) }, ['a'.repeat(100), undefined]],
      ['absent rather than cut', { givenName: 'a'.repeat(101), familyName: 'Moreno' }, [undefined, 'Moreno']],
      ['absent where they are no text', { givenName: 5, familyName: ['Moreno'] }, [undefined, undefined]],
      ['absent without a name', null, [undefined, undefined]],
      ['absent with a name of another kind', 'Ada Moreno', [undefined, undefined]],
    ])('those of SCIM: %s', async (_what, name, expected) => {
      expect(await names(me({ name }))).toEqual(expected);
    });

    test('those of the ID token where there is no SCIM', async () => {
      const token = { ...claims, given_name: 'Ada', family_name: 'Moreno' };
      expect(await names(refused(), token)).toEqual(['Ada', 'Moreno']);
      expect(await names(refused(), claims)).toEqual([undefined, undefined]);
    });

    test('those of the ID token where SCIM has none, as long as both are about the same person', async () => {
      const token = { ...claims, email: 'Ada@example.com', given_name: 'Ada', family_name: 'Moreno' };
      expect(await names(me({}), token)).toEqual(['Ada', 'Moreno']);
      expect(await names(me({ name: { givenName: 'Augusta' } }), token)).toEqual(['Augusta', undefined]);
      expect(await names(me({ name: { familyName: 'Lind' } }), token)).toEqual([undefined, 'Lind']);
      expect(await names(me({ userName: 'grace@example.com' }), token)).toEqual([undefined, undefined]);
    });

    test('nobody’s where the server does not vouch for the address', async () => {
      const token = { ...claims, email_verified: false, given_name: 'Ada' };
      expect(await names(me({}), token)).toEqual([undefined, undefined]);
    });
  });

  test.each([
    ['an empty user name', { userName: '' }],
    ['a user name of 321 characters', { userName: 'x'.repeat(321) }],
    ['a user name with a hidden character', { userName: 'grace\u200b@example.com' }],
    ['a display name of 321 characters', { displayName: 'x'.repeat(321) }],
  ])('%s in SCIM is not believed', async (_, changes) => {
    const me = Response.json({ id: 'x', userName: 'grace@example.com', displayName: 'Grace', ...changes });
    expect(await ask(me, claims)).toMatchObject({ person: { id: 's' }, attributes: null });
  });

  test('a SCIM answer with another status than 200 is not believed', async () => {
    const me = Response.json({ id: 'x', userName: 'grace@example.com' }, { status: 201 });
    expect((await ask(me, null)).person).toBeNull();
  });

  test('SCIM is asked with the access token, without a redirect, and without a signal where there is none', async () => {
    const asked: unknown[] = [];
    const fetch = async (...request: unknown[]) => {
      asked.push(request);
      return Response.json({ id: 'x', userName: 'grace@example.com' });
    };
    await findIdentity({ log, fetch }, { identityUrl, accessToken: 'access', claims: null });
    expect(asked).toEqual([
      [
        identityUrl,
        {
          headers: { accept: 'application/scim+json, application/json', authorization: 'Bearer access' },
          redirect: 'manual',
        },
      ],
    ]);
  });

  test('a sign-in that was given up is told so, whatever the ID token knows', async () => {
    const offline = new AppError('offline', { reason: 'noConnection', host: 'dbc.example' });
    const fetch = () => Promise.reject(offline);
    const signal = AbortSignal.abort();
    const asked = findIdentity({ log, fetch }, { identityUrl, accessToken: 'a', claims, signal });
    await expect(asked).rejects.toBe(offline);
  });

  test('where there is no SCIM, the ID token tells before the token answer, and the token answer else', async () => {
    const fetch = () => Promise.reject(new Error('asked'));
    const of = (idToken: typeof claims | null, userName?: string) =>
      findIdentity(
        { log, fetch },
        { identityUrl: null, accessToken: 'a', claims: idToken, ...(userName === undefined ? {} : { userName }) },
      );
    expect(await of(claims, 'ADA')).toMatchObject({ person: { userName: 'ada@example.com' }, attributes: null });
    expect((await of(null, 'ADA')).person).toEqual({ id: 'ADA', userName: 'ADA', displayName: 'ADA' });
    expect((await of(null)).person).toBeNull();
  });

  test('the claims that hold the user name are those of the provider', async () => {
    const fetch = () => Promise.reject(new Error('asked'));
    const known = await findIdentity(
      { log, fetch },
      { identityUrl: null, accessToken: 'a', claims: { ...claims, upn: 'ada@acme' }, userNameClaims: ['none', 'upn'] },
    );
    expect(known.person?.userName).toBe('ada@acme');
  });

  test('being offline is said, unless the ID token knows', async () => {
    const offline = new AppError('offline', { reason: 'noConnection', host: 'dbc.example' });
    await expect(ask(offline, null)).rejects.toMatchObject({ code: 'offline' });
    expect(await ask(offline, claims)).toMatchObject({ person: { userName: 'ada@example.com' } });
  });
});

test.each([
  [false, null],
  ['false', null],
  ['False', null],
  ['0', null],
  [0, null],
  ['yes', null],
  ['TRUE', null],
  ['', null],
  [1, null],
  [[], null],
  [[true], null],
  [{}, null],
  [true, 'ada@example.com'],
  ['true', 'ada@example.com'],
  [null, 'ada@example.com'],
  [undefined, 'ada@example.com'],
])('an address whose email_verified is %j names %j', (email_verified, userName) => {
  const said = { ...claims, email_verified, preferred_username: 'ada' } as typeof claims;
  expect(personFromClaims(said)?.userName ?? null).toBe(userName);
});

test('a claim that its own ID token calls unproven names nobody', () => {
  const said = { ...claims, preferred_username: 'ada' };
  expect(personFromClaims(said, ['email', 'preferred_username'], ['email'])?.userName).toBe('ada');
  expect(personFromClaims(said, ['email'], ['email'])).toBeNull();
});

test.each<[string, object]>([
  ['a zero-width space', { email: 'ada\u200b@example.com' }],
  ['a change of direction', { email: 'ada\u202e@example.com' }],
  ['a line break', { email: 'ada@example.com\n' }],
  ['a zero-width space, beside another name', { email: 'ada\u200b@example.com', preferred_username: 'ada' }],
])('an address with %s in an ID token names nobody', (_, changes) => {
  expect(personFromClaims({ ...claims, ...changes })).toBeNull();
});

test('a user name with a hidden character in a token answer names nobody', async () => {
  const fetch = () => Promise.reject(new Error('asked'));
  const of = async (userName: string) =>
    (await findIdentity({ log, fetch }, { identityUrl: null, accessToken: 'a', claims: null, userName })).person;
  expect(await of('ADA\u2066')).toBeNull();
  expect((await of('Ada Lovelace'))?.userName).toBe('Ada Lovelace');
});

test.each([
  ['Ada\u202e ecalevoL', 'Ada ecalevoL'],
  ['\u200b', 'ada@example.com'],
  ['', 'ada@example.com'],
  [null, 'ada@example.com'],
])('the display name %j is shown as %j', async (displayName, shown) => {
  const me = Response.json({ id: 'x', userName: 'ada@example.com', displayName });
  expect((await ask(me, null)).person?.displayName).toBe(shown);
  expect(personFromClaims({ ...claims, name: displayName } as typeof claims)?.displayName).toBe(shown);
});

test.each([
  [{ email: 'a@b', email_verified: false }, null],
  [
    { email: undefined, preferred_username: 'p', name: undefined },
    { id: 's', userName: 'p', displayName: 'p' },
  ],
  [{ email: undefined }, null],
  [{ email: 7 }, null],
  [{ email: '' }, null],
  [
    { email: '', preferred_username: 'p', name: '' },
    { id: 's', userName: 'p', displayName: 'p' },
  ],
  [
    { email_verified: true, preferred_username: 'p' },
    { id: 's', userName: 'ada@example.com', displayName: 'Ada' },
  ],
])('claims %j name %j', (changes, person) => {
  expect(personFromClaims({ ...claims, ...changes } as typeof claims)).toEqual(person);
});
