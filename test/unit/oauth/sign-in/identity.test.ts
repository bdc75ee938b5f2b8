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
    'where SCIM does not tell, the ID token does',
    async (answer) => {
      expect(await ask(answer, claims)).toEqual({
        person: { id: 's', userName: 'ada@example.com', displayName: 'Ada' },
        attributes: null,
      });
    },
  );

  test('when neither tells, no person is made up', async () => {
    expect((await ask(new Response(null, { status: 403 }), null)).person).toBeNull();
  });

  test('being offline is said, unless the ID token knows', async () => {
    const offline = new AppError('offline', { reason: 'noConnection', host: 'dbc.example' });
    await expect(ask(offline, null)).rejects.toMatchObject({ code: 'offline' });
    expect(await ask(offline, claims)).toMatchObject({ person: { userName: 'ada@example.com' } });
  });
});

test.each([
  [{ email: 'a@b', email_verified: false }, null],
  [
    { email: undefined, preferred_username: 'p', name: undefined },
    { id: 's', userName: 'p', displayName: 'p' },
  ],
  [{ email: undefined }, null],
  [{ email: 7 }, null],
])('claims %j name %j', (changes, person) => {
  expect(personFromClaims({ ...claims, ...changes } as typeof claims)).toEqual(person);
});
