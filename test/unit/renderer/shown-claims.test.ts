/** The claims of a session, as the details panel shows them. */
import { expect, test } from 'vitest';
import { shownClaims } from '../../../src/renderer/model/shown-claims.ts';
import { en } from '../../../src/shared/text/en.ts';

test('the length of each encrypted token is put into words; everything else stays', () => {
  const claims = { sub: 'ada@example.com', exp: 5, connection_oauth_tokens: { one: 1_482 } };
  expect(shownClaims(claims, en)).toEqual({
    ...claims,
    connection_oauth_tokens: { one: 'encrypted, 1482 characters' },
  });
});

test('the token for the whole organisation is put into words too, alone or beside others', () => {
  const text = 'encrypted, 1482 characters';
  expect(shownClaims({ oauth_token: 1_482 }, en)).toEqual({ oauth_token: text });
  expect(shownClaims({ oauth_token: 1_482, connection_oauth_tokens: { one: 1_482 } }, en)).toEqual({
    oauth_token: text,
    connection_oauth_tokens: { one: text },
  });
});

test('claims without tokens stay as they are', () => {
  expect(shownClaims({ sub: 'ada@example.com' }, en)).toEqual({ sub: 'ada@example.com' });
});
