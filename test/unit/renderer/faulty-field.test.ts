/** From an error to the field that mends it, and the redirect URLs that connections are offered. */
import { describe, expect, test } from 'vitest';
import { faultyField } from '../../../src/renderer/model/faulty-field.ts';
import { checkForm } from '../../../src/renderer/set-up/check-form.ts';
import { cleanForm } from '../../../src/renderer/set-up/cleaning.ts';
import { chooseProvider } from '../../../src/renderer/set-up/connection-choices.ts';
import { emptyConnection } from '../../../src/renderer/set-up/connection-values.ts';
import { listedFaults } from '../../../src/renderer/set-up/faults-list.tsx';
import { emptyForm, formOf } from '../../../src/renderer/set-up/form-values.ts';
import { isOfferedRedirect, offeredRedirect, sharesRedirect } from '../../../src/renderer/set-up/redirects.ts';
import { type ErrorCode, errorClasses, isMendedInSetUp } from '../../../src/shared/errors.ts';
import type { Profile } from '../../../src/shared/profile/profile.ts';
import { en } from '../../../src/shared/text/en.ts';
import { setUps } from '../../support/ui/connection-fixtures.ts';
import { finance, severalConnections } from '../../support/ui/fixtures.ts';

const { profile } = severalConnections;
const [first, second] = profile.connections;
const field = (code: ErrorCode, values: Record<string, string> = {}, connectionId?: string, of: Profile = profile) =>
  faultyField({ error: { code, values }, connectionId }, of);

describe('an error that is mended in the set-up', () => {
  test.each((Object.keys(errorClasses) as ErrorCode[]).filter(isMendedInSetUp))('has its field: %s', (code) => {
    const name = field(code);
    expect(name).toMatch(/^[\w.-]+$/);
    expect(name).not.toMatch(/undefined|^connections$/);
  });

  test('and no other has one', () => {
    expect(field('server_busy')).toBeNull();
    expect(field('grant_dead')).toBeNull();
  });

  test.each<[ErrorCode, Record<string, string>, string]>([
    ['redirect_ports_busy', {}, 'redirectUris'],
    ['redirect_uri_mismatch', {}, 'redirectUris'],
    ['authorization_invalid_scope', {}, 'scopes'],
    ['scopes_missing', {}, 'scopes'],
    ['insecure_server', {}, 'server.host'],
    ['metadata_invalid', { reason: 'noAccount' }, 'server.accountId'],
    ['metadata_invalid', { reason: 'notFound' }, 'server.host'],
    ['authorization_invalid_request', {}, 'clientId'],
    ['secret_missing', { reason: 'clientSecretNotStored' }, 'clientSecret'],
    ['sigma_connection_sign_in', {}, 'sigmaConnectionId'],
    ['sigma_personal_account', {}, 'server.level'],
  ])('is one of the connection that it is about: %s %j', (code, values, name) => {
    expect(field(code, values, second?.id)).toBe(`connections.${second?.id}.${name}`);
    expect(field(code, values)).toBe(`connections.${first?.id}.${name}`);
  });

  test('is found by the label of a connection too', () => {
    const values = { reason: 'enterClientSecret', label: second?.label ?? '' };
    expect(field('secret_missing', values)).toBe(`connections.${second?.id}.clientSecret`);
  });

  test.each<[ErrorCode, Record<string, string>, string]>([
    ['secret_missing', { reason: 'embedSecretNotStored' }, 'embedSecret'],
    ['sigma_secret_wrong', {}, 'embedSecret'],
    ['sigma_internal_user_claims', {}, 'userKind'],
    ['session_too_long', {}, 'sessionSeconds'],
    ['sigma_parameter_invalid', { remedy: 'sigmaTeams' }, 'user.teams'],
    ['sigma_parameter_invalid', { remedy: 'sigmaEmail' }, 'user.emailFrom'],
  ])('is one of the profile: %s %j', (code, values, name) => {
    expect(field(code, values)).toBe(name);
  });

  test('is the address of the workbook that was open', () => {
    const error = { code: 'sigma_not_found', values: {} } as const;
    expect(faultyField({ error, workbookId: 'w' }, profile)).toBe('workbooks.w.url');
    expect(faultyField({ error }, profile)).toBe(`workbooks.${profile.workbooks[0]?.id}.url`);
  });

  test('is the row of the claim that was missing, as the form names it', () => {
    const { profile: mapped } = setUps.identity;
    const name = field('claim_missing', { claim: 'extension_costCenter' }, undefined, mapped);
    expect(name).toBe(`user.attributes.${formOf(setUps.identity).attributes[1]?.key}.claim`);
    expect(field('claim_missing', { claim: 'groups' }, undefined, mapped)).toBe('user.teamsClaim');
  });
});

describe('the redirect URL of a new connection', () => {
  const oidc = { ...emptyConnection(), ...chooseProvider(emptyConnection(), 'oidc') };
  const url = (number: string) => `http://localhost:3000/auth/oidc${number}/callback`;

  test('is one that no other has', () => {
    expect(offeredRedirect('oidc', [])).toBe(url(''));
    expect(offeredRedirect('oidc', [oidc])).toBe(url('-2'));
    expect(offeredRedirect('oidc', [oidc, { ...oidc, redirectUris: url('-2') }])).toBe(url('-3'));
    expect(offeredRedirect('databricks', [oidc])).toBe('http://localhost:3000/auth/databricks/callback');
  });

  test('may be that of a machine, which has no browser', () => {
    expect(offeredRedirect('oidc', [{ ...oidc, pattern: 'client_credentials' }])).toBe(url(''));
  });

  test('follows the choice of a provider as long as it is what was offered', () => {
    const added = { ...emptyConnection(), redirectUris: 'http://localhost:3000/auth/databricks-2/callback' };
    expect(isOfferedRedirect('databricks', added.redirectUris)).toBe(true);
    expect(chooseProvider(added, 'oidc', undefined, [oidc]).redirectUris).toBe(url('-2'));
    const own = { ...added, redirectUris: 'http://localhost:4000/mine' };
    expect(chooseProvider(own, 'oidc', undefined, [oidc]).redirectUris).toBeUndefined();
  });

  test('that two servers share is said, and one server with itself shares nothing', () => {
    const at = (metadataUrl: string, redirectUris = url('')) => ({
      ...oidc,
      key: crypto.randomUUID(),
      metadataUrl,
      redirectUris,
    });
    const [one, other] = [at('https://a.example/.well-known/x'), at('https://b.example/.well-known/x')];
    expect(sharesRedirect(one, [one, other])).toBe(other);
    expect(sharesRedirect(one, [one, at('https://a.example/.well-known/x')])).toBeNull();
    expect(sharesRedirect(one, [one, at('https://b.example/.well-known/x', url('-2'))])).toBeNull();
    expect(sharesRedirect(one, [one, { ...other, pattern: 'client_credentials' }])).toBeNull();
    const spare = { ...other, redirectUris: `${url('-2')}\n${url('')}` };
    expect(sharesRedirect(one, [one, spare])).toBe(spare);
  });
});

describe('what was pasted and not left yet', () => {
  test('is cleaned when the form is saved', () => {
    const values = formOf(finance);
    const [connection] = values.connections;
    const pasted = {
      ...values,
      name: ' Finance\u00a0 ',
      embedClientId: 'CLIENT_ID="abc"',
      teams: 'a;b',
      connections: [
        { ...(connection ?? emptyConnection()), host: 'dbc-1.cloud.databricks.com/sql?o=12&a=x', scopes: 'sql,openid' },
      ],
    };
    const { draft } = checkForm(pasted, en);
    expect(draft).toMatchObject({ name: 'Finance', embedClientId: 'abc', user: { teams: ['a', 'b'] } });
    expect(draft?.connections[0]).toMatchObject({
      server: { host: 'https://dbc-1.cloud.databricks.com', workspaceId: '12' },
      scopes: ['sql', 'openid'],
    });
    expect(cleanForm(cleanForm(pasted))).toEqual(cleanForm(pasted));
  });

  test('leaves ids, keys and choices alone', () => {
    for (const view of [finance, severalConnections, ...Object.values(setUps)]) {
      expect(cleanForm(formOf(view))).toEqual(formOf(view));
    }
  });
});

test('faults are listed as the form has them, each with where it is', () => {
  const values = { ...emptyForm(), connections: [emptyConnection(), { ...emptyConnection(), label: 'Lake' }] };
  const faults = listedFaults({ values, check: checkForm(values, en) }, en);
  expect([...new Set(faults.map(({ where }) => where))]).toEqual(['Sigma', 'Workbook 1', 'Databricks', 'Lake']);
  expect(faults).toContainEqual({
    field: `connections.${values.connections[1]?.key}.clientId`,
    where: 'Lake',
    sentence: 'Enter the client ID.',
  });
});
