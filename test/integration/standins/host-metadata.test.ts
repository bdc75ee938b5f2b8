/** The stand-in's hosts say of themselves what Databricks' hosts say, and want what those want. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { defaultBehaviour } from '../../../standins/authorization-server/authorization-server.ts';
import { DEMO_WORKSPACE_ID } from '../../../standins/authorization-server/host-metadata.ts';
import { type DemoServices, startDemoServices } from '../../../standins/demo-services.ts';
import { signIn } from '../../support/stand-in-client.ts';

let services: DemoServices;
beforeAll(async () => {
  services = await startDemoServices();
});
afterAll(() => services.stop());
beforeEach(() => services.controls.authorizationServer.setBehaviour({ ...defaultBehaviour }));

type HostKind = (typeof defaultBehaviour)['hostKind'];
const become = (hostKind: HostKind) => services.controls.authorizationServer.setBehaviour({ hostKind });
const origin = () => services.authorizationServer.origin;
const about = () => fetch(`${origin()}/.well-known/databricks-config`);

describe('what a host says', () => {
  test('an older one says nothing', async () => {
    await become('silent');
    expect((await about()).status).toBe(404);
  });

  test('a workspace names its issuer, its account and itself', async () => {
    const { accountId } = services.authorizationServer;
    expect(await (await about()).json()).toEqual({
      oidc_endpoint: `${origin()}/oidc`,
      account_id: accountId,
      workspace_id: DEMO_WORKSPACE_ID,
      cloud: 'AWS',
      host_type: 'workspace',
      token_federation_default_oidc_audiences: [`${origin()}/oidc/v1/token`],
    });
  });

  test('a unified one names its account with a placeholder in the address, and no workspace', async () => {
    await become('unified');
    const { accountId } = services.authorizationServer;
    expect(await (await about()).json()).toEqual({
      oidc_endpoint: `${origin()}/oidc/accounts/{account_id}`,
      account_id: accountId,
      cloud: 'AWS',
      host_type: 'unified',
      token_federation_default_oidc_audiences: [accountId],
    });
  });

  test('an account console leaves the account to the caller', async () => {
    await become('account');
    expect(await (await about()).json()).toEqual({
      oidc_endpoint: `${origin()}/oidc/accounts/{account_id}`,
      cloud: 'AWS',
      host_type: 'account',
    });
  });
});

test('an account console knows no workspace, and no account but its own', async () => {
  await become('account');
  const metadata = (issuer: string) => fetch(`${origin()}${issuer}/.well-known/openid-configuration`);
  expect((await metadata('/oidc')).status).toBe(404);
  expect((await metadata('/oidc/accounts/00000000-0000-0000-0000-000000000000')).status).toBe(404);
  expect((await metadata(`/oidc/accounts/${services.authorizationServer.accountId}`)).status).toBe(200);
});

describe('who someone is', () => {
  /** What the host answers to this token, asked for this workspace. */
  async function me(token: string, workspace?: string) {
    const response = await fetch(`${origin()}/api/2.0/preview/scim/v2/Me`, {
      headers: { authorization: `Bearer ${token}`, ...(workspace && { 'x-databricks-workspace-id': workspace }) },
    });
    return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
  }

  test('is told by a workspace with its id and without', async () => {
    const { access_token } = await signIn(services, 'Ada Moreno');
    for (const workspace of [undefined, DEMO_WORKSPACE_ID]) {
      expect(await me(access_token, workspace)).toMatchObject({ status: 200, text: expect.stringContaining('ada.') });
    }
  });

  test('is told by a unified host only for a workspace that it has', async () => {
    await become('unified');
    const { access_token } = await signIn(services, 'Ada Moreno', { level: 'account' });
    expect(await me(access_token, DEMO_WORKSPACE_ID)).toMatchObject({
      status: 200,
      text: expect.stringContaining('ada.'),
    });
    // As a success: what asks without saying where belongs to people, and gets their page.
    expect(await me(access_token)).toMatchObject({ status: 200, type: expect.stringContaining('text/html') });
    expect(await me(access_token, '7')).toMatchObject({ status: 404 });
    expect(await me('nonsense', DEMO_WORKSPACE_ID)).toMatchObject({ status: 401 });
  });

  test('is not told by a unified host to a token of its default account', async () => {
    await become('unified');
    const { access_token } = await signIn(services, 'Ada Moreno', { level: 'workspace' });
    expect(await me(access_token, DEMO_WORKSPACE_ID)).toMatchObject({
      status: 401,
      text: expect.stringContaining('Invalid Token'),
    });
  });

  test('is not told by an account console', async () => {
    const { access_token } = await signIn(services, 'Ada Moreno', { level: 'account' });
    await become('account');
    expect(await me(access_token, DEMO_WORKSPACE_ID)).toMatchObject({ type: expect.stringContaining('text/html') });
  });
});

test('what was asked of a host is in the journal, and can be made to fail', async () => {
  const { authorizationServer: control } = services.controls;
  await control.clearJournal();
  await control.failNext({ endpoint: 'hostMetadata', status: 503 });
  expect([(await about()).status, (await about()).status]).toEqual([503, 200]);
  expect(await control.journal({ endpoint: 'hostMetadata' })).toMatchObject([
    { path: '/.well-known/databricks-config', status: 503, faulted: true },
    { path: '/.well-known/databricks-config', status: 200, faulted: false },
  ]);
});
