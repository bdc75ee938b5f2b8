/** A profile that is given another Sigma: who is asked, and what becomes of the grants. */
import { beforeEach, describe, expect, test } from 'vitest';
import { connectionFingerprint, createConnections } from '../../../../src/main/app/profiles/connections.ts';
import type { ProfileDraft } from '../../../../src/shared/profile/profile.ts';
import { sigmaOrigin } from '../../../../src/shared/profile/sigma.ts';
import { usualOptions } from '../../../../src/shared/profile/workbook-options.ts';
import { grantAt } from '../../../support/grants.ts';
import { asBefore, profileSetupFixture } from '../../../support/profile-setup-fixture.ts';
import {
  draftFor,
  grantServer,
  newDraft,
  otherServer,
  unboundFingerprint,
  withConnection,
} from '../../../support/profiles.ts';

let house: Awaited<ReturnType<typeof profileSetupFixture>>;
beforeEach(async () => {
  house = await profileSetupFixture();
});

const at = (...urls: string[]) => ({
  workbooks: urls.map((url) => ({ id: null, title: 'Trips', url, options: usualOptions })),
});
const withSecret = (changes: Partial<ProfileDraft>) => ({
  ...draftFor(house.profile),
  embedSecret: 'embed-secret-two',
  ...changes,
});

describe('every field of a profile, and whether its change ends the sign-in, for where the token goes', () => {
  const server = { provider: 'databricks', host: 'https://lake.example', level: 'workspace', accountId: null } as const;
  const connection = (changes: Partial<ProfileDraft['connections'][number]>) => (draft: ProfileDraft) =>
    withConnection(draft, changes);
  const user = (changes: object) => (draft: ProfileDraft) =>
    ({ ...draft, user: { ...draft.user, ...changes } }) as ProfileDraft;

  test.each<[field: string, ends: boolean, why: string, change: (draft: ProfileDraft) => ProfileDraft]>([
    [
      'the origin of Sigma',
      true,
      'another server receives it',
      (d) => ({ ...d, ...at('https://new.example/org/a-1') }),
    ],
    ['the embed client', true, 'another organisation of Sigma opens it', (d) => ({ ...d, embedClientId: 'other' })],
    ['the embed secret', false, 'the same Sigma receives it, and cannot read it if wrong', (d) => d],
    [
      'the path of a workbook',
      false,
      'as the organisation is that of the client',
      (d) => ({ ...d, ...at(`${origin}/x/b-2`) }),
    ],
    [
      'a second workbook',
      false,
      'the same Sigma receives it',
      (d) => ({ ...d, ...at(`${origin}/a-1`, `${origin}/b-2`) }),
    ],
    ['the connection of Sigma', false, 'the same organisation receives it', connection({ sigmaConnectionId: 'other' })],
    [
      'whether Sigma gets it at all',
      true,
      'it was given for one or the other',
      connection({ sigmaConnectionId: null }),
    ],
    [
      'that the whole organisation gets it',
      true,
      'it was given for one connection',
      connection({ sigmaConnectionId: null, isForOrganisation: true }),
    ],
    ['the tenant', true, 'another organisation opens it', (d) => ({ ...d, tenant: 'night-shift' })],
    [
      'the connection for all queries',
      false,
      'the same organisation receives it',
      (d) => ({ ...d, evalConnectionId: 'other' }),
    ],
    [
      'how a workbook opens',
      false,
      'it goes nowhere else',
      (d) => ({
        ...d,
        workbooks: d.workbooks.map((one) => ({ ...one, options: { ...one.options, menuPosition: 'none' as const } })),
      }),
    ],
    ['the session length', false, 'a session ends with the grant at the latest', (d) => ({ ...d, sessionSeconds: 60 })],
    ['the name', false, 'it goes nowhere else', (d) => ({ ...d, name: 'Other' })],
    ['the e-mail address', false, 'it goes nowhere else; the embed secret vouches for it', user({ email: 'a@b.c' })],
    ['account type and teams', false, 'it goes nowhere else', user({ accountType: 'Pro', teams: ['All'] })],
    ['the claims that are read', true, 'the sign-in did not keep them', user({ teamsClaim: 'groups' })],
    ['the server', true, 'it is that of another server', connection({ server: otherServer, clientSecret: 'b' })],
    ['the client', true, 'it was given to another client', connection({ clientId: 'other', clientSecret: 'b' })],
    ['the scopes', true, 'it has other rights', connection({ scopes: ['sql'] })],
    ['the flow', true, 'it is that of a person', connection({ flow: 'client_credentials' })],
    [
      'the server of the exchange',
      true,
      'it is to come from another server',
      connection({ flow: 'token_exchange', exchange: { server, clientId: null, scopes: ['sql'] } }),
    ],
    ['the client secret', false, 'its own server receives it', connection({ clientSecret: 'another' })],
    ['the kind of client', false, 'its own server receives it', connection({ clientAuthentication: 'none' })],
    [
      'the redirect URLs',
      false,
      'they are for the next sign-in',
      connection({ redirectUris: ['http://localhost:1/a'] }),
    ],
    ['the label', false, 'it goes nowhere else', connection({ label: 'Other' })],
  ])('%s: %s, %s', async (_field, ends, _why, change) => {
    await house.setup.save(change(withSecret({})));
    expect((await house.stored()).signedIn).toBe(!ends);
  });
});

const origin = sigmaOrigin(newDraft);

describe('another Sigma', () => {
  test.each<[string, Partial<ProfileDraft>, object[]]>([
    [
      'of another origin',
      at('https://evil.example/collect'),
      [
        { field: 'sigmaAddress', before: origin, after: 'https://evil.example' },
        { field: 'workbook', before: `${origin}/org/workbook/Trips-1`, after: null },
      ],
    ],
    [
      'of another port',
      at(`${origin}:8443/org/workbook/Trips-1`),
      [
        { field: 'sigmaAddress', before: origin, after: `${origin}:8443` },
        { field: 'workbook', before: `${origin}/org/workbook/Trips-1`, after: null },
      ],
    ],
    [
      'of another embed client',
      { embedClientId: 'another-client' },
      [{ field: 'embedClientId', before: 'embed-client', after: 'another-client' }],
    ],
    ['of a tenant', { tenant: 'night-shift' }, [{ field: 'tenant', before: null, after: 'night-shift' }]],
  ])('%s is asked about, and a no leaves everything as it was', async (_what, changes, asked) => {
    house.answers.push(false);
    await expect(house.setup.save(withSecret(changes))).rejects.toMatchObject({ code: 'change_declined' });
    expect(house.asked).toEqual([{ about: 'sigma', profileName: 'Databricks', changes: asked }]);
    // Neither was a sign-in ended nor a workbook closed.
    expect(house.happened).toEqual([]);
    expect(await house.stored()).toEqual(asBefore);
    expect(house.profiles.all()).toEqual([house.profile]);
  });

  test('gets no grant of the earlier one: that goes before the new secret is there', async () => {
    await house.setup.save(withSecret(at('https://new.example/org/Trips-1')));
    expect(house.happened.indexOf('forgot')).toBeLessThan(house.happened.indexOf('put embed-secret'));
    expect(await house.stored()).toMatchObject({ signedIn: false, embed: 'embed-secret-two' });
  });

  test('is asked about before anything is touched, for as long as the person takes', async () => {
    house.gates.confirm.hold();
    const saving = house.setup.save(withSecret(at('https://new.example/org/Trips-1')));
    await new Promise((resolve) => setImmediate(resolve));
    expect(house.happened).toEqual([]);
    expect(await house.stored()).toEqual(asBefore);
    house.gates.confirm.open();
    await saving;
    expect((await house.stored()).signedIn).toBe(false);
  });

  test.each([
    ['in capitals and with the usual port', 'https://APP.Sigma.Example:443/org/workbook/Trips-1'],
    ['with a workbook more', `${origin}/org/workbook/Other-1`],
  ])('is not the same one written %s', async (_how, url) => {
    await house.setup.save({ ...draftFor(house.profile), ...at(url) });
    expect(house.asked).toEqual([]);
    expect((await house.stored()).signedIn).toBe(true);
  });

  test('is one whose name only looks the same, or ends in a dot', async () => {
    for (const url of ['https://\u0430pp.sigma.example/a-1', 'https://app.sigma.example./a-1']) {
      house.answers.push(false);
      await expect(house.setup.save(withSecret(at(url)))).rejects.toMatchObject({ code: 'change_declined' });
    }
    const shown = house.asked.map(({ changes }) => changes[0]?.after);
    expect(shown).toEqual(['https://xn--pp-6kc.sigma.example', 'https://app.sigma.example.']);
  });

  test('is not asked about for a new profile', async () => {
    await house.setup.save({ ...newDraft, ...at('https://elsewhere.example/org/a-1') });
    expect(house.asked).toEqual([]);
  });

  test('that nobody has answered about when the program ends counts as declined', async () => {
    house.gates.confirm.hold();
    const saving = house.setup.save(withSecret(at('https://new.example/org/Trips-1')));
    const outcome = expect(saving).rejects.toMatchObject({ code: 'change_declined' });
    await new Promise((resolve) => setImmediate(resolve));
    await house.setup.close();
    await outcome;
    house.gates.confirm.open();
    expect(await house.stored()).toEqual(asBefore);
  });

  test('that was declined takes with it what waited behind the question', async () => {
    house.answers.push(false);
    const drafts = ['https://one.example/a-1', 'https://two.example/a-1'].map((url) => withSecret(at(url)));
    const outcomes = await Promise.allSettled(drafts.map((draft) => house.setup.save(draft)));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(house.asked).toHaveLength(1);
    // What is asked afterwards is another matter.
    await house.setup.save({ ...draftFor(house.profile), name: 'Renamed' });
    expect(house.profiles.find(house.profile.id)?.name).toBe('Renamed');
  });
});

describe('a grant that an earlier version stored', () => {
  const earlier = () =>
    grantAt(1, { connectionId: house.connectionId, server: grantServer, fingerprint: unboundFingerprint });

  test('is bound to the Sigma that its profile has, and fits no other from then on', () => {
    const { profiles, secrets, profile } = house;
    const connections = createConnections({ profiles, secrets });
    const [connection] = profile.connections;
    if (!connection) throw new Error('no connection');
    const bound = connections.boundToSigma(earlier());
    expect(bound).toEqual({ ...earlier(), fingerprint: connectionFingerprint(connection, profile) });
    expect(connections.boundToSigma(bound)).toBe(bound);
    expect(connections.fits(bound, connection, profile)).toBe(true);
    const elsewhere = {
      ...profile,
      workbooks: profile.workbooks.map((one) => ({ ...one, url: 'https://evil.example/a' })),
    };
    expect(connections.fits(bound, connection, elsewhere)).toBe(false);
    // One that is for something else is not made to fit.
    const misfit = { ...earlier(), fingerprint: 'of another server' };
    expect(connections.boundToSigma(misfit)).toBe(misfit);
  });

  test('outlives a change of the profile that does not concern it, and no change of its Sigma', async () => {
    await house.secrets.saveGrant(earlier());
    await house.setup.save({ ...draftFor(house.profile), name: 'Renamed' });
    expect((await house.stored()).signedIn).toBe(true);
    await house.setup.save(withSecret(at('https://new.example/org/a-1')));
    expect((await house.stored()).signedIn).toBe(false);
  });
});
