/** From a profile to the set-up form and back, and what the form says about its fields. */
import { describe, expect, test } from 'vitest';
import { checkForm } from '../../../src/renderer/set-up/check-form.ts';
import { emptyConnection } from '../../../src/renderer/set-up/connection-values.ts';
import {
  draftOf,
  emptyForm,
  type FormValues,
  formOf,
  hasOtherTenant,
  hasSeveralPeople,
  lacksEvalToken,
} from '../../../src/renderer/set-up/form-values.ts';
import { ProfileDraft } from '../../../src/shared/profile/profile.ts';
import { withScheme } from '../../../src/shared/providers/address.ts';
import { en } from '../../../src/shared/text/en.ts';
import { finance, research, withActions } from '../../support/ui/fixtures.ts';

const checked = (values: FormValues) => checkForm(values, en);
const filled = (patch: Partial<FormValues> = {}): FormValues => ({ ...formOf(finance), ...patch });
const problem = (values: FormValues, field: string) => checked(values).problems.get(field);
const rowKey = finance.profile.connections[0]?.id ?? '';

describe('from a profile to the form and back', () => {
  test.each([
    ['an embed user', finance],
    ['an internal user at account level, with a secret', research],
    ['rules for actions', withActions],
  ])('nothing is lost: %s', (_, view) => {
    const { draft, problems } = checked(formOf(view));
    expect([...problems]).toEqual([]);
    expect(draft).toEqual({
      ...view.profile,
      embedSecret: null,
      connections: view.profile.connections.map((connection) => ({ ...connection, clientSecret: null })),
    });
  });

  test('the address for those whom no sign-in names comes back, and is asked for where it is wanted', () => {
    const user = { ...finance.profile.user, email: null, fallbackEmail: 'guest@example.com' };
    const form = formOf({ ...finance, profile: { ...finance.profile, user } });
    expect(checked(form).draft?.user).toEqual(user);
    expect(checked({ ...form, emailFrom: 'person' }).draft?.user).not.toHaveProperty('fallbackEmail');
    expect(checked({ ...form, emailFrom: 'fixed' }).draft?.user).toMatchObject({ email: 'guest@example.com' });
    expect(checked({ ...form, emailFrom: 'fixed' }).draft?.user).not.toHaveProperty('fallbackEmail');
    expect(problem({ ...form, email: ' ' }, 'user.fallbackEmail')).toBe(en.fieldFaults.missing.fallbackEmail);
  });

  const refreshed = (changes: object) => {
    const { workbooks } = filled();
    return filled({
      workbooks: workbooks.map((row) => ({ ...row, refresh: { ...row.refresh, ...changes } })),
    });
  };
  const refreshOf = (values: FormValues) => draftOf(values).workbooks[0]?.refresh;

  test('a workbook that refreshes by itself comes back as it was set', () => {
    const refresh = { everyMinutes: 15, onReturn: true, afterSleep: false, mostPerHour: 4 };
    const workbooks = finance.profile.workbooks.map((workbook) => ({ ...workbook, refresh }));
    expect(checked(formOf({ ...finance, profile: { ...finance.profile, workbooks } })).draft?.workbooks).toEqual(
      workbooks,
    );
  });

  test('with nothing that sets it off, no refresh is set at all', () => {
    expect(refreshOf(filled())).toBeUndefined();
    expect(refreshOf(refreshed({ mostPerHour: '3' }))).toBeUndefined();
    expect(refreshOf(refreshed({ afterSleep: true }))).toEqual({
      everyMinutes: null,
      onReturn: false,
      afterSleep: true,
      mostPerHour: 12,
    });
  });

  test('what is no number of minutes or refreshes is found in its field', () => {
    const field = (name: string) => `workbooks.${filled().workbooks[0]?.key}.refresh.${name}`;
    for (const entered of ['soon', '0', '1.5', '1441']) {
      expect(problem(refreshed({ everyMinutes: entered }), field('everyMinutes'))).toBe(en.fieldFaults.notMinutes);
    }
    for (const entered of ['', 'x', '0', '61']) {
      const values = refreshed({ everyMinutes: '5', mostPerHour: entered });
      expect(problem(values, field('mostPerHour'))).toBe(en.fieldFaults.notPerHour);
    }
  });

  test('the form never holds a stored secret', () => {
    const form = formOf(research);
    expect([form.embedSecret, form.connections[0]?.clientSecret]).toEqual(['', '']);
    expect([form.embedSecretStored, form.connections[0]?.stored]).toEqual([true, 'secret']);
  });

  test('the session length is worded in the largest unit that fits', () => {
    const of = (sessionSeconds: number) => {
      const { sessionLength, sessionUnit } = formOf({ ...finance, profile: { ...finance.profile, sessionSeconds } });
      return `${sessionLength} ${sessionUnit}`;
    };
    expect([3_600, 5_400, 90, 2_592_000].map(of)).toEqual(['1 hours', '90 minutes', '90 seconds', '30 days']);
    expect(draftOf(filled({ sessionLength: '1.5', sessionUnit: 'hours' })).sessionSeconds).toBe(5_400);
  });

  test('lists are divided where people divide them', () => {
    const draft = draftOf(
      filled({
        teams: ' Finance,EMEA ,, ',
        connections: [
          { ...emptyConnection(), scopes: ' sql  offline_access\n', redirectUris: 'http://a:1/\n\n http://b:2/ ' },
        ],
      }),
    );
    expect(draft.user).toMatchObject({ teams: ['Finance', 'EMEA'] });
    expect(draft.connections[0]).toMatchObject({
      scopes: ['sql', 'offline_access'],
      redirectUris: ['http://a:1/', 'http://b:2/'],
    });
  });

  test('an internal user goes without account type and teams', () => {
    expect(draftOf(filled({ userKind: 'internal' })).user).toEqual({
      kind: 'internal',
      email: null,
      differentAddresses: 'refused',
    });
  });

  test('what to do about different addresses comes back as it was chosen, for either kind of user', () => {
    for (const userKind of ['embed', 'internal'] as const) {
      const allowed = draftOf(filled({ userKind, differentAddresses: 'allowed' })).user;
      expect(allowed.differentAddresses).toBe('allowed');
      expect(formOf({ ...finance, profile: { ...finance.profile, user: allowed } }).differentAddresses).toBe('allowed');
    }
  });

  test('different addresses can come of several sign-ins of people, with no fixed address', () => {
    const [person, machine] = [emptyConnection(), { ...emptyConnection(), pattern: 'client_credentials' as const }];
    const identity = { ...emptyConnection(), pattern: 'identity' as const };
    const several = (...connections: FormValues['connections']) => hasSeveralPeople(filled({ connections }));
    expect([several(person), several(person, machine), several(person, identity)]).toEqual([false, false, true]);
    expect(hasSeveralPeople(filled({ connections: [person, identity], emailFrom: 'fixed' }))).toBe(false);
  });

  test('what the chosen kind does not need is left out', () => {
    const [connection] = draftOf(
      filled({
        connections: [
          {
            ...emptyConnection(),
            level: 'workspace',
            accountId: 'abc',
            clientAuthentication: 'none',
            clientSecret: 'dose-typed-by-mistake',
          },
        ],
      }),
    ).connections;
    expect(connection).toMatchObject({ clientSecret: null, server: { accountId: null } });
  });

  test('a token for the whole organisation is for no connection, and comes back as it was chosen', () => {
    const organisation = { ...emptyConnection(), sigmaConnectionId: 'typed before', isForOrganisation: true };
    const [draft] = draftOf(filled({ connections: [organisation] })).connections;
    expect(draft).toMatchObject({ sigmaConnectionId: null, isForOrganisation: true });
    const stored = {
      ...finance.profile.connections[0],
      ...draft,
      id: rowKey,
    } as (typeof finance.profile.connections)[0];
    const [values] = formOf({ ...finance, profile: { ...finance.profile, connections: [stored] } }).connections;
    expect(values).toMatchObject({ pattern: 'authorization_code', isForOrganisation: true });
    const identity = { ...organisation, pattern: 'identity' as const };
    expect(draftOf(filled({ connections: [identity] })).connections[0]).toMatchObject({
      sigmaConnectionId: null,
      isForOrganisation: false,
    });
  });

  test('tenant and connection for all queries come back as they were, and left empty they are none', () => {
    const special = { tenant: 'night-shift', evalConnectionId: 'swapped' };
    expect(draftOf(filled(special))).toMatchObject(special);
    expect(formOf({ ...finance, profile: { ...finance.profile, ...special } })).toMatchObject(special);
    expect(draftOf(filled({ tenant: ' ', evalConnectionId: '' }))).toMatchObject({
      tenant: null,
      evalConnectionId: null,
    });
  });

  test('Sigma gets no token for the connection of all queries where none is for it or for all', () => {
    const lacks = (evalConnectionId: string, patch: object = {}) =>
      lacksEvalToken(
        filled({ evalConnectionId, connections: [{ ...emptyConnection(), sigmaConnectionId: ' one ', ...patch }] }),
      );
    expect([lacks(' '), lacks('one '), lacks('two')]).toEqual([false, false, true]);
    expect(lacks('two', { isForOrganisation: true })).toBe(false);
    expect(lacks('one', { pattern: 'identity' })).toBe(true);
  });

  test('another tenant for a saved profile is another Sigma', () => {
    const start = filled({ tenant: 'night-shift' });
    const to = (tenant: string) => hasOtherTenant(start, { ...start, tenant });
    expect([to('night-shift '), to('day-shift'), to('')]).toEqual([false, true, true]);
    expect(hasOtherTenant({ ...start, id: null }, { ...start, tenant: 'day-shift' })).toBe(false);
  });

  test('only a bare host gets a scheme', () => {
    expect(withScheme(' dbc-1.cloud.databricks.com ')).toBe('https://dbc-1.cloud.databricks.com');
    expect(withScheme('http://dbc-1.cloud.databricks.com')).toBe('http://dbc-1.cloud.databricks.com');
    expect(withScheme('')).toBe('');
  });
});

describe('what the form says', () => {
  test('an empty form asks for everything that is needed, once each', () => {
    const form = emptyForm();
    const { draft, problems } = checked(form);
    const [workbook, connection] = [form.workbooks[0]?.key, form.connections[0]?.key];
    expect(draft).toBeNull();
    expect([...problems.keys()].sort()).toEqual(
      [
        'name',
        'embedClientId',
        'embedSecret',
        `workbooks.${workbook}.title`,
        `workbooks.${workbook}.url`,
        `connections.${connection}.sigmaConnectionId`,
        `connections.${connection}.server.host`,
        `connections.${connection}.clientId`,
      ].sort(),
    );
  });

  test('a second token for the whole organisation is said where it was chosen', () => {
    const [first, second] = [emptyConnection(), emptyConnection()];
    const form = filled({
      connections: [first, second].map((one) => ({
        ...one,
        clientId: 'c',
        host: 'https://a.example',
        isForOrganisation: true,
      })),
    });
    expect([...checked(form).problems]).toEqual([
      [
        `connections.${second.key}.isForOrganisation`,
        'Another connection of this profile hands its token to the whole organisation already.',
      ],
    ]);
  });

  test('every sentence is one: a capital at its start, no schema language', () => {
    const form = {
      ...emptyForm(),
      name: 'x'.repeat(81),
      sessionLength: 'soon',
      emailFrom: 'fixed' as const,
      email: 'a b',
    };
    for (const sentence of checked(form).problems.values()) {
      expect(sentence).toMatch(/^[A-Z]/);
      expect(sentence).not.toMatch(/expected|received|string|NaN|Invalid input/);
    }
  });

  test.each([
    ['', 'Enter a number.'],
    ['soon', 'Enter a number.'],
    ['0', 'A session lasts at least one minute.'],
    ['721', 'Sigma allows at most 30 days.'],
  ])('a session of "%s" hours: %s', (sessionLength, sentence) => {
    expect(problem(filled({ sessionLength, sessionUnit: 'hours' }), 'sessionSeconds')).toBe(sentence);
  });

  test('secrets are asked for only where none is stored', () => {
    expect(problem(filled({ embedSecretStored: false }), 'embedSecret')).toBe('Enter the embed secret.');
    expect(problem(filled(), 'embedSecret')).toBeUndefined();
    const connections = formOf(research).connections.map((row) => ({ ...row, stored: null }));
    expect(problem(filled({ connections }), `connections.${connections[0]?.key}.clientSecret`)).toBe(
      'Enter the client secret.',
    );
  });

  test('the account level asks for the account ID, also while the host is wrong', () => {
    const connections = filled().connections.map((row) => ({ ...row, level: 'account' as const, host: '' }));
    const { problems } = checked(filled({ connections }));
    expect(problems.get(`connections.${rowKey}.server.accountId`)).toBe('The account level needs the account ID.');
    expect(problems.has(`connections.${rowKey}.server.host`)).toBe(true);
  });

  test('a rule for an action is faulty field by field, and one of a workbook follows that workbook', () => {
    const form = formOf(withActions);
    const [address, workbook] = form.actions;
    if (!address || !workbook) throw new Error('no rules');
    const faulty = checked({
      ...form,
      actions: [
        { ...address, address: 'https://{host}/' },
        { ...workbook, controls: 'Region={region}\nNo equals sign' },
        { ...workbook, key: 'third', action: '', workbook: '' },
      ],
    }).problems;
    expect([...faulty]).toEqual([
      [`actions.${address.key}.address`, en.fieldFaults.placeholderInHost],
      [`actions.${workbook.key}.controls`, en.setUp.faults.controlLines],
      ['actions.third.action', en.fieldFaults.missing.action],
      ['actions.third.workbook', en.fieldFaults.missing.workbook],
    ]);
    const twice = { ...form, actions: [address, { ...address, key: 'second' }] };
    expect(problem(twice, 'actions.second.action')).toBe(en.fieldFaults.actionTwice);
    const moved = {
      ...form,
      workbooks: form.workbooks.map((row) => ({ ...row, url: `${row.url}-moved` })),
      actions: [{ ...workbook, controls: ' Region = a=b \n' }],
    };
    expect(checked(moved).draft?.actions).toEqual([
      {
        kind: 'workbook',
        action: 'region-chosen',
        workbook: `${withActions.profile.workbooks[1]?.url}-moved`,
        controls: [{ control: 'Region', value: 'a=b' }],
      },
    ]);
    const gone = { ...form, workbooks: form.workbooks.slice(0, 1) };
    expect(problem(gone, `actions.${workbook.key}.workbook`)).toBe(en.fieldFaults.missing.workbook);
  });

  test('a faulty redirect URL is named by its line', () => {
    const connections = filled().connections.map((row) => ({
      ...row,
      redirectUris: 'http://localhost:1/a\nhttp://x/b',
    }));
    expect(problem(filled({ connections }), `connections.${rowKey}.redirectUris`)).toMatch(/^Line 2: Enter a loopback/);
  });

  test('an accepted draft is one that the contract accepts', () => {
    const { draft } = checked(filled({ embedSecret: 'new-secret' }));
    expect(ProfileDraft.safeParse(draft).success).toBe(true);
    expect(draft?.embedSecret).toBe('new-secret');
  });
});
