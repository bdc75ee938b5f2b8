/** Which profiles would change each other's users in Sigma. */
import { describe, expect, test } from 'vitest';
import type { SigmaUser } from '../../../../src/shared/profile/profile.ts';
import { type TellsOfUsers, userDifferences } from '../../../../src/shared/profile/shared-users.ts';

const user: Extract<SigmaUser, { kind: 'embed' }> = {
  kind: 'embed',
  email: null,
  differentAddresses: 'refused',
  accountType: 'View',
  teams: ['Sales', 'EMEA'],
  attributes: [
    { attribute: 'Region', claim: 'region' },
    { attribute: 'Desk', claim: 'desk' },
  ],
  fixedAttributes: [{ attribute: 'Plant', value: '7' }],
  teamsClaim: null,
};
const one: TellsOfUsers = {
  embedClientId: 'client',
  tenant: null,
  workbooks: [{ url: 'https://app.sigmacomputing.com/acme/workbook/1' }],
  user,
};
const withUser = (changes: Partial<typeof user>): TellsOfUsers => ({ ...one, user: { ...user, ...changes } });
const internal = (email: string | null): TellsOfUsers => ({
  ...one,
  user: { kind: 'internal', email, differentAddresses: 'refused' },
});

/** In both directions, since either profile may be the one that is looked at. */
function expectDifferences(first: TellsOfUsers, second: TellsOfUsers, expected: readonly string[]) {
  expect(userDifferences(first, second)).toEqual(expected);
  expect(userDifferences(second, first)).toEqual(expected);
}

describe('two profiles of one embed client', () => {
  test.each<[string, TellsOfUsers, string[]]>([
    ['the same', one, []],
    [
      'another workbook of the same Sigma',
      { ...one, workbooks: [{ url: 'https://APP.sigmacomputing.com:443/x/y' }] },
      [],
    ],
    [
      'a value that a claim goes before, and an earlier row for the same attribute',
      withUser({
        fixedAttributes: [
          { attribute: 'Plant', value: '8' },
          { attribute: 'Plant', value: '7' },
          { attribute: 'Region', value: 'West' },
        ],
      }),
      [],
    ],
    ['another value for everyone', withUser({ fixedAttributes: [{ attribute: 'Plant', value: '8' }] }), ['attributes']],
    ['another account type', withUser({ accountType: 'Build' }), ['accountType']],
    ['a team less', withUser({ teams: ['Sales'] }), ['teams']],
    ['the teams in another order, and one twice', withUser({ teams: ['EMEA', 'Sales ', 'EMEA'] }), []],
    ['one team whose name is that of both', withUser({ teams: ['Sales","EMEA'] }), ['teams']],
    ['no attributes', withUser({ attributes: [] }), ['attributes']],
    ['another fixed attribute', withUser({ fixedAttributes: [{ attribute: 'Plant', value: '8' }] }), ['attributes']],
    ['the attributes in another order', withUser({ attributes: user.attributes.toReversed() }), []],
    [
      'an attribute from another claim',
      withUser({ attributes: [{ attribute: 'Region', claim: 'area' }, ...user.attributes.slice(1)] }),
      ['attributes'],
    ],
    ['teams from a claim', withUser({ teamsClaim: 'groups' }), ['teamsClaim']],
    [
      'everything else',
      withUser({ accountType: 'Act', teams: [], attributes: [], teamsClaim: 'groups' }),
      ['accountType', 'teams', 'attributes', 'teamsClaim'],
    ],
    ['the other kind of user', internal(null), ['userKind']],
    ['what only says when nothing is opened', withUser({ differentAddresses: 'allowed' }), []],
    ['a fixed address, which anyone may have', { ...withUser({ email: 'ada@example.com', teams: [] }) }, ['teams']],
  ])('%s', (_what, other, expected) => {
    expectDifferences(one, other, expected);
  });

  test('are the same with blanks around all that a form holds', () => {
    const claimed = withUser({ teamsClaim: 'groups' });
    const typed = {
      ...withUser({
        accountType: ' View ',
        attributes: user.attributes.map(({ attribute, claim }) => ({ attribute: ` ${attribute}`, claim: `${claim} ` })),
        teamsClaim: ' groups',
      }),
      embedClientId: 'client ',
      tenant: ' night-shift',
    };
    expectDifferences({ ...claimed, tenant: 'night-shift' }, typed, []);
    expectDifferences({ ...withUser({ teamsClaim: 'teams' }), tenant: 'night-shift' }, typed, ['teamsClaim']);
  });

  test('are never about the same person with two fixed addresses, but with one in another spelling', () => {
    const ada = withUser({ email: 'ada@example.com' });
    expectDifferences(ada, withUser({ email: 'ben@example.com', accountType: 'Act' }), []);
    expectDifferences(ada, withUser({ email: ' Ada@Example.com', accountType: 'Act' }), ['accountType']);
  });

  test('tell nothing of internal users', () => {
    expectDifferences(internal(null), internal('ada@example.com'), []);
  });
});

describe('profiles of different organisations share no users', () => {
  const other = { teams: [] };
  test.each<[string, Partial<TellsOfUsers>]>([
    ['another embed client', { embedClientId: 'other' }],
    ['another Sigma', { workbooks: [{ url: 'https://eu.sigmacomputing.com/acme/workbook/1' }] }],
    ['a tenant', { tenant: 'night-shift' }],
    ['no Sigma yet', { workbooks: [{ url: 'https:' }] }],
    ['no embed client yet', { embedClientId: ' ' }],
  ])('%s', (_what, changes) => {
    expectDifferences(one, { ...withUser(other), ...changes }, []);
    if (changes.tenant) expectDifferences({ ...one, ...changes }, { ...withUser(other), ...changes }, ['teams']);
  });

  test('two forms that name nothing yet', () => {
    for (const empty of [{ embedClientId: '' }, { embedClientId: ' ' }, { workbooks: [] }]) {
      expectDifferences({ ...one, ...empty }, { ...withUser(other), ...empty }, []);
    }
  });
});
