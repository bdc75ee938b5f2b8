/** What counts as a change of a profile, and what is only another way of writing it. */
import { expect, test } from 'vitest';
import { substanceOf } from '../../../../src/shared/profile/substance.ts';
import { newDraft, withConnection } from '../../../support/profiles.ts';

const workbook = (url: string) => ({ ...newDraft, workbooks: newDraft.workbooks.map((row) => ({ ...row, url })) });
const user = (changes: object) => ({ ...newDraft, user: { ...newDraft.user, ...changes } });
const one = { attribute: 'A', value: '1' };
const two = { attribute: 'B', value: '2' };

test.each<[string, object, object]>([
  ['white space', { ...newDraft, name: ' Databricks\n' }, newDraft],
  ['capitals of a host', workbook('https://APP.sigma.example/org/workbook/Trips-1'), newDraft],
  ['a slash at the end', workbook('https://app.sigma.example/org/workbook/Trips-1/'), newDraft],
  ['the usual port', workbook('https://app.sigma.example:443/org/workbook/Trips-1'), newDraft],
  ['the order of teams, and one twice', user({ teams: ['B', 'A', 'B'] }), user({ teams: ['A', 'B'] })],
  ['the order of attributes', user({ fixedAttributes: [two, one] }), user({ fixedAttributes: [one, two] })],
  ['the order of scopes', withConnection(newDraft, { scopes: ['offline_access', 'all-apis'] }), newDraft],
  [
    'an account that is not asked',
    withConnection(newDraft, {
      server: { provider: 'databricks', host: 'https://OLD.example/', level: 'workspace', accountId: '11aa' },
    }),
    newDraft,
  ],
  ['the order of members', Object.fromEntries(Object.entries(newDraft).reverse()), newDraft],
])('%s says nothing', (_what, changed, before) => {
  expect(substanceOf(changed)).toBe(substanceOf(before));
});

test.each<[string, object, object]>([
  ['another workbook', workbook('https://app.sigma.example/org/workbook/Trips-2'), newDraft],
  ['letters of a path', workbook('https://app.sigma.example/org/workbook/trips-1'), newDraft],
  [
    'rows for one attribute in another order',
    user({ fixedAttributes: [{ ...one, value: '2' }, one] }),
    user({ fixedAttributes: [one, { ...one, value: '2' }] }),
  ],
  [
    'a redirect URL with a slash',
    withConnection(newDraft, { redirectUris: ['http://localhost:3000/callback/'] }),
    newDraft,
  ],
  [
    'the order of redirect URLs',
    withConnection(newDraft, { redirectUris: ['http://localhost:2/a', 'http://localhost:1/a'] }),
    withConnection(newDraft, { redirectUris: ['http://localhost:1/a', 'http://localhost:2/a'] }),
  ],
  [
    'an issuer with a slash',
    withConnection(newDraft, { server: { provider: 'google', issuer: 'https://a.example/' } as never }),
    withConnection(newDraft, { server: { provider: 'google', issuer: 'https://a.example' } as never }),
  ],
  ['a secret', { ...newDraft, embedSecret: 'another' }, newDraft],
])('%s is a change', (_what, changed, before) => {
  expect(substanceOf(changed)).not.toBe(substanceOf(before));
});

test('the order of connections is one: the first that names the person counts', () => {
  const [row] = newDraft.connections;
  const connections = [row, { ...row, label: 'Other' }];
  expect(substanceOf({ ...newDraft, connections })).not.toBe(
    substanceOf({ ...newDraft, connections: connections.toReversed() }),
  );
});
