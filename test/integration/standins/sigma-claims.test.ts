/** What the further claims of a signed embed URL do, and what a person's account type permits. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DemoServices, startDemoServices } from '../../../standins/demo-services.ts';
import { demoTenants } from '../../../standins/sigma/embed-check.ts';
import type { WorkbookBoot } from '../../../standins/sigma/workbook-page.ts';
import { type EmbedOptions, embedUrl, encryptToken, signIn } from '../../support/stand-in-client.ts';

let services: DemoServices;
let token: string;

beforeAll(async () => {
  services = await startDemoServices();
  token = (await signIn(services, 'Ada Moreno')).access_token;
});
afterAll(() => services.stop());

async function load(options: EmbedOptions) {
  const html = await (await fetch(await embedUrl(services, token, options))).text();
  const refused = /data-code="([^"]*)" data-message="([^"]*)"/.exec(html);
  const boot = JSON.parse(/id="boot">(.*?)<\/script>/.exec(html)?.[1] ?? 'null') as WorkbookBoot | null;
  const call = async (name: string, body: unknown = {}) => {
    const response = await fetch(`${services.sigma.origin}/api/${name}`, {
      method: 'POST',
      headers: { 'x-workbook-session': boot?.sessionId ?? '' },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const refusal = refused ? { code: refused[1], message: refused[2]?.replaceAll('&#34;', '"') } : null;
  return { html, boot, refusal, call, summary: () => call('query', { element: 'summary', state: boot?.state }) };
}

const encrypted = (value: string) => encryptToken(services.sigma.embedClient.secret, value);

describe('a token for the whole organisation', () => {
  const organisation = (change: Record<string, unknown> = {}) => ({
    claims: { connection_oauth_tokens: undefined, oauth_token: encrypted(token), ...change },
  });

  test('opens every connection that takes it', async () => {
    const { summary, call } = await load(organisation());
    expect((await summary()).body.trips).toBeGreaterThan(0);
    const folder = (await call('folder')).body as unknown as { title: string }[];
    expect(folder.map(({ title }) => title)).toEqual(['NYC Taxi Trips', 'Winter Operations', 'The Month']);
  });

  test('gives way to the token of a connection', async () => {
    const ben = (await signIn(services, 'Ben Okafor')).access_token;
    const [workbook] = services.sigma.workbooks;
    const { summary } = await load(
      organisation({ connection_oauth_tokens: { [workbook?.connectionId ?? '']: encrypted(ben) } }),
    );
    await summary();
    const audit = await services.controls.warehouse.audit({ userName: 'ben.okafor@example.com' });
    expect(audit).toHaveLength(1);
  });

  test.each([
    ['another version', { ver: undefined }, 'EINVAL', 'oauth_token is only supported in ver 1.1'],
    ['a token that is not encrypted', { oauth_token: 'plain' }, 'EINVAL', 'Invalid encrypted token'],
    ['something that is no text', { oauth_token: {} }, 'EINVAL', 'oauth_token must be a string'],
  ])('is refused with %s', async (_, change, code, message) => {
    expect((await load(organisation(change))).refusal).toEqual({ code, message });
  });

  test('does not open a connection that does not take it', async () => {
    const account = services.sigma.workbooks.find(({ level }) => level === 'account');
    const { refusal } = await load({ ...organisation(), workbookUrl: account?.url ?? '' });
    expect(refusal).toEqual({ code: 'EACCES', message: 'Sign in to view this connection' });
  });
});

describe('the other claims', () => {
  test('a tenant is one that the client may sign for, and is in the journal', async () => {
    const [tenant] = demoTenants;
    expect((await load({ claims: { tenant } })).refusal).toBeNull();
    expect((await services.controls.sigma.journal()).at(-1)).toMatchObject({ tenant, accepted: true });
    const unknown = await load({ claims: { tenant: 'somebody-else' } });
    expect(unknown.refusal).toEqual({ code: 'ENOENT', message: 'Tenant not found' });
  });

  test('every element is queried over the connection that is named for it', async () => {
    const account = services.sigma.workbooks.find(({ level }) => level === 'account')?.connectionId ?? '';
    const accountToken = (await signIn(services, 'Ada Moreno', { level: 'account' })).access_token;
    await services.controls.warehouse.clearAudit();
    const { summary } = await load({
      claims: { eval_connection_id: account, connection_oauth_tokens: { [account]: encrypted(accountToken) } },
    });
    expect((await summary()).status).toBe(200);
    expect((await services.controls.warehouse.audit()).map(({ connectionId }) => connectionId)).toEqual([account]);
  });

  test.each([
    ['an unknown connection', { eval_connection_id: 'nowhere' }, 'ENOENT', 'Connection nowhere was not found'],
    ['a number as tenant', { tenant: 5 }, 'EINVAL', 'tenant must be a string'],
    ['a number as first name', { first_name: 5 }, 'EINVAL', 'first_name must be a string'],
    ['a list as last name', { last_name: [] }, 'EINVAL', 'last_name must be a string'],
  ])('%s is refused', async (_, claims, code, message) => {
    expect((await load({ claims })).refusal).toEqual({ code, message });
  });

  test('a connection without a token is refused, although the workbook has one for its own', async () => {
    const account = services.sigma.workbooks.find(({ level }) => level === 'account')?.connectionId;
    const { refusal } = await load({ claims: { eval_connection_id: account } });
    expect(refusal).toEqual({ code: 'EACCES', message: 'Sign in to view this connection' });
  });

  test('names are shown in place of the address', async () => {
    const { html } = await load({ claims: { first_name: 'Ada', last_name: 'Moreno' } });
    expect(html).toContain('<strong>Ada Moreno</strong>');
  });
});

describe('an account type', () => {
  test.each([
    ['View', { explore: false, edit: false }],
    ['Analyze', { explore: true, edit: false }],
    ['Build', { explore: true, edit: true }],
    [undefined, { explore: true, edit: true }],
  ])('%s', async (account_type, may) => {
    const { boot, call } = await load({ claims: { account_type } });
    expect(boot?.may).toEqual(may);
    for (const name of ['edit', 'save-as', 'publish', 'draft']) {
      const { status, body } = await call(name, { title: 'NYC Taxi Trips' });
      expect({ name, status, code: body.code }).toEqual({
        name,
        status: may.edit ? 200 : 403,
        code: may.edit ? undefined : 'EPERM',
      });
    }
  });
});

describe('an address', () => {
  test.each(['/page', '/tag', '/element', '/folder/1', '/edit/further'])('does not exist with %s', async (path) => {
    const url = `${services.sigma.workbooks[0]?.url}${path}`;
    expect((await load({ workbookUrl: url })).refusal).toEqual({
      code: 'ENOENT',
      message: 'This page does not exist.',
    });
  });

  test('of a report is no address of a workbook', async () => {
    const report = services.sigma.workbooks.find(({ kind }) => kind === 'report')?.url ?? '';
    expect((await load({ workbookUrl: report })).refusal).toBeNull();
    const { refusal } = await load({ workbookUrl: report.replace('/report/', '/workbook/') });
    expect(refusal).toEqual({ code: 'ENOENT', message: 'Workbook not found' });
  });
});
