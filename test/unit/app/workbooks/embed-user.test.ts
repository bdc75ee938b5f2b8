/** Who a signed session is for, and what their sign-in has to prove. */
import { describe, expect, test } from 'vitest';
import { embedUserOf, mappedClaimNames } from '../../../../src/main/app/workbooks/embed-user.ts';
import type { Connection } from '../../../../src/shared/profile/connection.ts';
import type { Profile, SigmaUser } from '../../../../src/shared/profile/profile.ts';
import { grantAt } from '../../../support/grants.ts';

const embedUser: Extract<SigmaUser, { kind: 'embed' }> = {
  kind: 'embed',
  email: null,
  accountType: 'View',
  teams: ['Everyone'],
  attributes: [],
  teamsClaim: null,
};
const profileFor = (user: SigmaUser) => ({ user }) as Profile;
const connection = (changes: Partial<Connection> = {}) =>
  ({ flow: 'authorization_code', sigmaConnectionId: 'c', ...changes }) as Connection;
const identityOnly = connection({ sigmaConnectionId: null });
const ada = grantAt(0, {
  claims: { region: 'EMEA', groups: ['Sales', 'Everyone'], desks: [], team: 'One', gone: null },
});

test('the names of claims that a profile reads, each once', () => {
  const attributes = [
    { attribute: 'Region', claim: 'region' },
    { attribute: 'Area', claim: 'region' },
  ];
  expect(mappedClaimNames({ ...embedUser, attributes, teamsClaim: 'groups' })).toEqual(['region', 'groups']);
  expect(mappedClaimNames({ ...embedUser, attributes, teamsClaim: 'region' })).toEqual(['region']);
  expect(mappedClaimNames({ kind: 'internal', email: null })).toEqual([]);
});

describe('the user of a session', () => {
  const of = (user: SigmaUser, held = [{ connection: connection(), grant: ada }]) =>
    embedUserOf(profileFor(user), held);

  test('without any mapping has no attributes', () => {
    expect(of(embedUser)).toEqual({
      kind: 'embed',
      email: 'ada@example.com',
      accountType: 'View',
      teams: ['Everyone'],
    });
  });

  test('has attributes and teams from the claims of the sign-in', () => {
    const attributes = [
      { attribute: 'Region', claim: 'region' },
      { attribute: 'Groups', claim: 'groups' },
      { attribute: 'Desks', claim: 'desks' },
    ];
    expect(of({ ...embedUser, attributes, teamsClaim: 'groups' })).toEqual({
      kind: 'embed',
      email: 'ada@example.com',
      accountType: 'View',
      teams: ['Everyone', 'Sales'],
      userAttributes: { Region: 'EMEA', Groups: 'Sales,Everyone', Desks: '' },
    });
    expect(of({ ...embedUser, teamsClaim: 'team' })).toMatchObject({ teams: ['Everyone', 'One'] });
  });

  test.each(['gone', 'never-asked-for', 'constructor'])(
    'is refused when the claim "%s" is missing: no session sees more',
    (claim) => {
      const missing = expect.objectContaining({
        code: 'claim_missing',
        message: `The sign-in carries no claim "${claim}".`,
      });
      expect(() => of({ ...embedUser, attributes: [{ attribute: 'Region', claim }] })).toThrow(missing);
      expect(() => of({ ...embedUser, teamsClaim: claim })).toThrow(missing);
    },
  );

  test('is named by the sign-in that only says who the person is, before all others', () => {
    const ben = grantAt(0, {
      person: { id: '2', userName: 'ben@example.com', displayName: 'Ben' },
      claims: { region: 'US' },
    });
    const held = [
      { connection: connection(), grant: ada },
      { connection: identityOnly, grant: ben },
    ];
    const user = { ...embedUser, attributes: [{ attribute: 'Region', claim: 'region' }] };
    for (const all of [held, held.toReversed()]) {
      expect(of(user, all)).toMatchObject({ email: 'ben@example.com', userAttributes: { Region: 'US' } });
    }
    const two = [ben, ada].map((grant) => ({ connection: identityOnly, grant }));
    expect(of(user, two)).toMatchObject({ email: 'ben@example.com', userAttributes: { Region: 'US' } });
    expect(of(user, two.toReversed())).toMatchObject({ email: 'ada@example.com', userAttributes: { Region: 'EMEA' } });
  });

  test('is the first person who is known by an address, when a platform knows them by none', () => {
    const known = (userName: string) => grantAt(0, { person: { id: userName, userName, displayName: userName } });
    const heldOf = (...grants: (typeof ada)[]) => grants.map((grant) => ({ connection: connection(), grant }));
    const unnamed = grantAt(0, { person: null });
    expect(of(embedUser, heldOf(known('ADA'), unnamed, known('ada@example.com')))).toMatchObject({
      email: 'ada@example.com',
    });
    expect(() => of(embedUser, heldOf(unnamed))).toThrow(expect.objectContaining({ code: 'identity_unknown' }));
  });

  test('is never a machine, nor a name that is no address', () => {
    const machine = connection({ flow: 'client_credentials' });
    const unknown = expect.objectContaining({ code: 'identity_unknown' });
    expect(() => of(embedUser, [{ connection: machine, grant: ada }])).toThrow(unknown);
    const snowflake = grantAt(0, { person: { id: 'ADA', userName: 'ADA', displayName: 'ADA' } });
    expect(() => of(embedUser, [{ connection: connection(), grant: snowflake }])).toThrow(unknown);
    expect(of({ ...embedUser, email: 'wall@example.com' }, [{ connection: machine, grant: ada }])).toMatchObject({
      email: 'wall@example.com',
    });
  });

  test('of the kind internal comes without teams and attributes', () => {
    expect(of({ kind: 'internal', email: null })).toEqual({ kind: 'internal', email: 'ada@example.com' });
  });

  test('is refused when connections for data name different people, unless the profile fixes the address', () => {
    const named = (userName: string) => grantAt(0, { person: { id: userName, userName, displayName: userName } });
    const held = [
      { connection: connection(), grant: named('ada@example.com') },
      { connection: connection(), grant: named('ben@example.com') },
    ];
    expect(() => of(embedUser, held)).toThrow(
      expect.objectContaining({
        code: 'people_differ',
        message: 'The connections of this profile name ada@example.com and ben@example.com.',
      }),
    );
    expect(of({ kind: 'internal', email: 'kiosk@example.com' }, held)).toEqual({
      kind: 'internal',
      email: 'kiosk@example.com',
    });
  });

  test('is one person, however their address is written', () => {
    const named = (userName: string) => grantAt(0, { person: { id: userName, userName, displayName: userName } });
    const held = ['ada@example.com', 'ADA@Example.com'].map((name) => ({
      connection: connection(),
      grant: named(name),
    }));
    expect(of(embedUser, held)).toMatchObject({ email: 'ada@example.com' });
  });
});
