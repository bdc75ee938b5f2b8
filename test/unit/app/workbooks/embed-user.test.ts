/** Who a signed session is for, and what their sign-in has to prove. */
import { describe, expect, test } from 'vitest';
import { embedUserOf, mappedClaimNames } from '../../../../src/main/app/workbooks/embed-user.ts';
import type { Grant } from '../../../../src/main/oauth/grants/grant.ts';
import type { Connection } from '../../../../src/shared/profile/connection.ts';
import type { Profile, SigmaUser } from '../../../../src/shared/profile/profile.ts';
import { grantAt } from '../../../support/grants.ts';

const embedUser: Extract<SigmaUser, { kind: 'embed' }> = {
  kind: 'embed',
  email: null,
  differentAddresses: 'refused',
  accountType: 'View',
  teams: ['Everyone'],
  attributes: [],
  fixedAttributes: [],
  teamsClaim: null,
};
const internalUser = { kind: 'internal', email: null, differentAddresses: 'refused' } as const;
const profileFor = (user: SigmaUser) => ({ user }) as Profile;
const server = {
  provider: 'oidc',
  metadataUrl: 'https://as.example/.well-known/openid-configuration',
  audience: null,
} as const;
const connection = (changes: Partial<Connection> = {}) =>
  ({ label: 'Lake', flow: 'authorization_code', sigmaConnectionId: 'c', server, ...changes }) as Connection;
const identityOnly = connection({ label: 'Company', sigmaConnectionId: null });
const named = (userName: string) => grantAt(0, { person: { id: userName, userName, displayName: userName } });
const nameless = grantAt(0, { person: null });
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
  expect(mappedClaimNames(internalUser)).toEqual([]);
});

describe('what to do where nobody is named', () => {
  const snowflake = { provider: 'snowflake', accountUrl: 'https://a-b.snowflakecomputing.com' } as const;
  const entra = { provider: 'entra', authority: 'https://login.microsoftonline.com', tenant: 'acme.example' } as const;

  test.each<[string, Partial<Connection>[], string | undefined]>([
    ['belongs to the server of the connection', [{ server: snowflake }], 'snowflakeIdentity'],
    ['names no product where none is known', [{}], undefined],
    [
      'belongs to the server that only says who the person is',
      [{ server: snowflake }, { server: entra, sigmaConnectionId: null }],
      'entraIdentity',
    ],
    ['has nothing to do with a machine', [{ server: snowflake, flow: 'client_credentials' }], undefined],
  ])('%s', (_, connections, remedy) => {
    const held = connections.map((changes) => ({ connection: connection(changes), grant: named('ADA') }));
    const values = { reason: 'noAddress', ...(remedy && { remedy }) };
    const expected = expect.objectContaining({ code: 'identity_unknown', values });
    expect(() => embedUserOf(profileFor(embedUser), held)).toThrow(expected);
  });
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

  test('has attributes that are the same for everyone, unless a claim says who the person is', () => {
    const fixedAttributes = [
      { attribute: 'Store', value: 'West, 1' },
      { attribute: 'Region', value: 'everywhere' },
    ];
    expect(of({ ...embedUser, fixedAttributes })).toMatchObject({
      userAttributes: { Store: 'West, 1', Region: 'everywhere' },
    });
    const attributes = [{ attribute: 'Region', claim: 'region' }];
    expect(of({ ...embedUser, fixedAttributes, attributes })).toMatchObject({
      userAttributes: { Store: 'West, 1', Region: expect.not.stringContaining('everywhere') },
    });
    // A claim that is missing is not made up for.
    const missing = [{ attribute: 'Region', claim: 'no such claim' }];
    expect(() => of({ ...embedUser, fixedAttributes, attributes: missing })).toThrow();
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

  test('is named by the sign-in that only says who the person is, before all others, where addresses may differ', () => {
    const ben = grantAt(0, {
      person: { id: '2', userName: 'ben@example.com', displayName: 'Ben' },
      claims: { region: 'US' },
    });
    const held = [
      { connection: connection(), grant: ada },
      { connection: identityOnly, grant: ben },
    ];
    const attributes = [{ attribute: 'Region', claim: 'region' }];
    const user = { ...embedUser, differentAddresses: 'allowed', attributes } as const;
    for (const all of [held, held.toReversed()]) {
      expect(of(user, all)).toMatchObject({ email: 'ben@example.com', userAttributes: { Region: 'US' } });
    }
    const two = [ben, ada].map((grant) => ({ connection: identityOnly, grant }));
    expect(of(user, two)).toMatchObject({ email: 'ben@example.com', userAttributes: { Region: 'US' } });
    expect(of(user, two.toReversed())).toMatchObject({ email: 'ada@example.com', userAttributes: { Region: 'EMEA' } });
  });

  test('is the first person who is known by an address, when a platform knows them by none and that is allowed', () => {
    const heldOf = (...grants: (typeof ada)[]) => grants.map((grant) => ({ connection: connection(), grant }));
    const allowed = { ...embedUser, differentAddresses: 'allowed' } as const;
    expect(of(allowed, heldOf(named('ADA'), nameless, named('ada@example.com')))).toMatchObject({
      email: 'ada@example.com',
    });
    expect(() => of(allowed, heldOf(nameless))).toThrow(expect.objectContaining({ code: 'identity_unknown' }));
    expect(() => of(embedUser, heldOf(nameless))).toThrow(expect.objectContaining({ code: 'identity_unknown' }));
  });

  describe('is refused with the reason that the sign-in gave', () => {
    const unverified = { code: 'email_unverified', values: { reason: 'said', address: 'a@b' } } as const;
    const failed = {
      code: 'user_info_failed',
      values: { reason: 'refused', host: 'as.example', status: 503, said: 'Closed.' },
    } as const;
    const saying = (person: typeof unverified | typeof failed) =>
      grantAt(0, { person: null, identityProblems: { person, claims: {} } });

    test.each([unverified, failed])('for naming nobody: $code', (problem) => {
      const grant = saying(problem);
      expect(() => of(embedUser, [{ connection: connection(), grant }])).toThrow(expect.objectContaining(problem));
      expect(() => of({ ...embedUser, email: 'all@example.com' }, [{ connection: connection(), grant }])).not.toThrow();
    });

    test('where another sign-in names a person, and this one would have to name the same', () => {
      const held = [
        { connection: connection(), grant: ada },
        { connection: identityOnly, grant: saying(unverified) },
      ];
      expect(() => of(embedUser, held)).toThrow(expect.objectContaining({ code: 'email_unverified' }));
      expect(of({ ...embedUser, differentAddresses: 'allowed' }, held)).toMatchObject({ email: 'ada@example.com' });
    });

    test('for a claim that is missing, and for no other claim', () => {
      const grant = grantAt(0, {
        claims: { mail: null, desk: null },
        identityProblems: { claims: { mail: unverified } },
      });
      const wanting = (claim: string) =>
        of({ ...embedUser, attributes: [{ attribute: 'A', claim }] }, [{ connection: connection(), grant }]);
      expect(() => wanting('mail')).toThrow(expect.objectContaining(unverified));
      for (const claim of ['desk', 'constructor']) {
        expect(() => wanting(claim)).toThrow(expect.objectContaining({ code: 'claim_missing' }));
      }
    });
  });

  describe('has first and last name', () => {
    const person = (userName: string, names: object, displayName = 'Ada Moreno') =>
      grantAt(0, { person: { id: userName, userName, displayName, ...names } });
    const both = { firstName: 'Ada', lastName: 'Moreno' };
    const held = (...grants: Grant[]) => grants.map((grant) => ({ connection: connection(), grant }));

    test('as the sign-in names them, for embed users alone', () => {
      const named = held(person('ada@example.com', both));
      expect(of(embedUser, named)).toMatchObject(both);
      expect(of({ ...embedUser, attributes: [] }, named)).toMatchObject(both);
      expect(of(internalUser, named)).toEqual({ kind: 'internal', email: 'ada@example.com' });
    });

    test('beside the attributes', () => {
      const grant = { ...person('ada@example.com', both), claims: { region: 'EMEA' } };
      const attributes = [{ attribute: 'Region', claim: 'region' }];
      const user = of({ ...embedUser, attributes }, held(grant));
      expect(user).toMatchObject({ ...both, userAttributes: { Region: 'EMEA' } });
    });

    test('never guessed from the name that is shown', () => {
      const user = of(embedUser, held(person('ada@example.com', {})));
      expect(user).not.toHaveProperty('firstName');
      expect(user).not.toHaveProperty('lastName');
    });

    test('both from one sign-in, the first that has either', () => {
      const user = of(
        embedUser,
        held(
          person('ada@example.com', {}),
          person('Ada@example.com', { lastName: 'Moreno-Lind' }),
          person('ada@example.com', both),
        ),
      );
      expect(user).toMatchObject({ lastName: 'Moreno-Lind' });
      expect(user).not.toHaveProperty('firstName');
      const called = of(
        embedUser,
        held(person('ada@example.com', { firstName: 'Augusta' }), person('ada@example.com', both)),
      );
      expect(called).toMatchObject({ firstName: 'Augusta' });
      expect(called).not.toHaveProperty('lastName');
    });

    test('of nobody but the person whose address it is', () => {
      const allowed = { ...embedUser, differentAddresses: 'allowed' } as const;
      const two = held(person('ada@example.com', {}), person('ben@example.com', { firstName: 'Ben' }));
      expect(of(allowed, two)).not.toHaveProperty('firstName');
      const nameless = held(person('ADA', { firstName: 'Somebody' }), person('ada@example.com', {}));
      expect(of(allowed, nameless)).not.toHaveProperty('firstName');
    });

    test('with no fixed address, under which Sigma would rename its user with each person', () => {
      const user = of({ ...embedUser, email: 'ada@example.com' }, held(person('ada@example.com', both)));
      expect(user).not.toHaveProperty('firstName');
    });
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
    expect(of(internalUser)).toEqual({ kind: 'internal', email: 'ada@example.com' });
  });

  test('is refused when connections for data name different people, unless the profile fixes the address', () => {
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
    expect(of({ ...internalUser, email: 'kiosk@example.com' }, held)).toEqual({
      kind: 'internal',
      email: 'kiosk@example.com',
    });
  });

  describe.each<[string, Connection[]]>([
    ['for data', [connection(), connection({ label: 'Sea', sigmaConnectionId: 'd' })]],
    ['for data and for identity', [connection(), connection({ ...identityOnly, label: 'Sea' })]],
    [
      'for identity alone',
      [connection({ ...identityOnly, label: 'Lake' }), connection({ ...identityOnly, label: 'Sea' })],
    ],
  ])('with two connections %s', (_for, connections) => {
    const heldBy = (...grants: Grant[]) =>
      grants.map((grant, index) => ({ connection: connections[index] ?? connection(), grant }));
    const twoPeople = heldBy(named('ada@example.com'), named('ben@example.com'));

    test('is nobody when they name different people', () => {
      for (const held of [twoPeople, twoPeople.toReversed()]) {
        for (const user of [embedUser, internalUser]) {
          expect(() => of(user, held)).toThrow(expect.objectContaining({ code: 'people_differ' }));
        }
      }
    });

    test('is nobody when one of them does not say by an address who it is', () => {
      for (const unknown of [nameless, named('ADA'), named('')]) {
        expect(() => of(embedUser, heldBy(named('Ada@example.com'), unknown))).toThrow(
          expect.objectContaining({
            code: 'people_differ',
            message:
              'The sign-in to Sea does not say by an e-mail address who signed in, so nothing shows that it is ada@example.com.',
          }),
        );
      }
    });

    test('is somebody when the profile says that addresses may differ, or fixes one', () => {
      for (const held of [twoPeople, heldBy(named('ada@example.com'), nameless)]) {
        expect(of({ ...embedUser, differentAddresses: 'allowed' }, held).email).toMatch(/^(ada|ben)@example\.com$/);
        expect(of({ ...embedUser, email: 'kiosk@example.com' }, held).email).toBe('kiosk@example.com');
      }
    });

    test('is one person, however their address is written', () => {
      const composed = heldBy(named('Jos\u00e9@Example.com'), named('jose\u0301@example.com'));
      expect(of(embedUser, composed).email.normalize().toLowerCase()).toBe('jos\u00e9@example.com');
    });
  });

  test('may stand beside a machine, whose rights everyone has as the profile says', () => {
    const machine = connection({ label: 'Machine', flow: 'client_credentials' });
    const held = [
      { connection: machine, grant: named('3f9c-service-principal') },
      { connection: machine, grant: named('robot@example.com') },
      { connection: identityOnly, grant: named('ada@example.com') },
    ];
    expect(of(embedUser, held)).toMatchObject({ email: 'ada@example.com' });
  });

  test('is one person, however their address is written', () => {
    const held = ['ada@example.com', 'ADA@Example.com'].map((name) => ({
      connection: connection(),
      grant: named(name),
    }));
    expect(of(embedUser, held)).toMatchObject({ email: 'ada@example.com' });
  });
});

describe('the address for those whom nobody names', () => {
  const fallbackEmail = 'guest@example.com';
  const user = { ...embedUser, fallbackEmail };
  const unverified = grantAt(0, {
    person: null,
    identityProblems: { person: { code: 'email_unverified', values: {} }, claims: {} },
  });
  const of = (who: SigmaUser, ...grants: Grant[]) =>
    embedUserOf(
      profileFor(who),
      grants.map((grant) => ({ connection: connection(), grant })),
    );
  const refused = (code: string) => expect.objectContaining({ code });

  test('is that of nobody whom a sign-in names', () => {
    expect(of(user, ada)).toMatchObject({ email: 'ada@example.com' });
    expect(of(user, nameless)).toEqual({
      kind: 'embed',
      email: fallbackEmail,
      accountType: 'View',
      teams: ['Everyone'],
    });
    expect(of({ ...internalUser, fallbackEmail }, nameless)).toEqual({ kind: 'internal', email: fallbackEmail });
    expect(() => of(embedUser, nameless)).toThrow(refused('identity_unknown'));
  });

  test('makes no two people one: a name that is no address, an unproven address and a second sign-in are refused', () => {
    expect(() => of(user, named('ADA'))).toThrow(refused('identity_unknown'));
    expect(() => of(user, unverified)).toThrow(refused('email_unverified'));
    expect(() => of(user, nameless, nameless)).toThrow(refused('identity_unknown'));
    expect(() => of(user, nameless, ada)).toThrow(refused('people_differ'));
    const allowed = { ...user, differentAddresses: 'allowed' } as const;
    expect(of(allowed, nameless, nameless)).toMatchObject({ email: fallbackEmail });
    expect(of(allowed, nameless, ada)).toMatchObject({ email: 'ada@example.com' });
    // A machine stands for no person, so nobody was named and nobody was left out.
    const machine = { connection: connection({ flow: 'client_credentials' }), grant: nameless };
    expect(() => embedUserOf(profileFor(user), [machine])).toThrow(refused('identity_unknown'));
  });
});
