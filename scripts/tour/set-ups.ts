/** The set-up form for every provider and every pattern, filled in as an administrator would. */
import type { Page } from 'playwright';
import type { ProviderKind } from '../../src/shared/providers/provider.ts';
import type { RunningApp } from '../../test/support/driver/running-app.ts';

type Pattern = 'authorization_code' | 'identity' | 'token_exchange' | 'client_credentials';

export type SetUpPicture = {
  /** Of the picture. */
  name: string;
  pattern: Pattern;
  provider: ProviderKind;
  /** By the name of the field inside the connection. */
  fields: Readonly<Record<string, string>>;
  /** A claim that becomes a user attribute, for row-level security. */
  mapping?: { claim: string; attribute: string };
};

const sigmaConnectionId = '4b1c7e52-9d3f-4a86-b0c5-2e7f8a9d1c34';
const workspace = 'https://dbc-1234abcd-5678.cloud.databricks.com';
const directory = '6f2b8c1e-93d4-4f0a-8a57-0c1d2e3f4a5b';
const application = '0d9e8f7a-6b5c-4d3e-9f2a-1b0c9d8e7f6a';
const okta = 'https://example.okta.com/oauth2/default/.well-known/openid-configuration';

export const setUpPictures: readonly SetUpPicture[] = [
  {
    name: 'set-up-databricks',
    pattern: 'authorization_code',
    provider: 'databricks',
    fields: { 'server.host': workspace, sigmaConnectionId, clientId: application },
  },
  {
    name: 'set-up-databricks-account',
    pattern: 'authorization_code',
    provider: 'databricks',
    fields: {
      'server.host': 'https://accounts.azuredatabricks.net',
      'server.accountId': directory,
      sigmaConnectionId,
      clientId: application,
    },
  },
  {
    name: 'set-up-entra',
    pattern: 'authorization_code',
    provider: 'entra',
    fields: { 'server.tenant': directory, sigmaConnectionId, clientId: application },
  },
  {
    name: 'set-up-oidc',
    pattern: 'authorization_code',
    provider: 'oidc',
    fields: { 'server.metadataUrl': okta, sigmaConnectionId, clientId: '0oa1b2c3d4e5f6g7h8i9' },
  },
  {
    name: 'set-up-snowflake',
    pattern: 'authorization_code',
    provider: 'snowflake',
    fields: { 'server.accountUrl': 'MYORG-MY_ACCOUNT', sigmaConnectionId, clientId: 'Zm9vYmFyYmF6cXV4MTIzNDU2Nzg=' },
  },
  {
    name: 'set-up-google',
    pattern: 'authorization_code',
    provider: 'google',
    fields: { sigmaConnectionId, clientId: '123456789012-abcdefg.apps.googleusercontent.com' },
  },
  {
    name: 'set-up-identity',
    pattern: 'identity',
    provider: 'oidc',
    fields: { 'server.metadataUrl': okta, clientId: '0oa1b2c3d4e5f6g7h8i9' },
    mapping: { claim: 'department', attribute: 'Region' },
  },
  {
    name: 'set-up-token-exchange',
    pattern: 'token_exchange',
    provider: 'oidc',
    fields: {
      'server.metadataUrl': okta,
      sigmaConnectionId,
      clientId: '0oa1b2c3d4e5f6g7h8i9',
      'exchange.server.host': workspace,
    },
  },
  {
    name: 'set-up-client-credentials',
    pattern: 'client_credentials',
    provider: 'databricks',
    fields: { 'server.host': workspace, sigmaConnectionId, clientId: application },
  },
];

/** Chooses, fills in and unfolds what an administrator would look at. */
export async function fillSetUp(window: Page, picture: SetUpPicture): Promise<void> {
  const { pattern, provider, fields, mapping } = picture;
  const connection = window.getByTestId('connection-fields');
  for (const choice of [`pattern-${pattern}`, `provider-${provider}`]) {
    await connection.getByTestId(choice).click();
  }
  for (const [name, value] of Object.entries(fields)) {
    const input = connection.locator(`[data-field$=".${name}"] input`).first();
    await input.fill(value);
    await input.blur();
  }
  if (mapping) {
    await window.getByTestId('add-attribute').click();
    for (const [name, value] of Object.entries(mapping)) {
      await window.locator(`[data-testid="attribute-row"] [data-field$=".${name}"] input`).fill(value);
    }
  }
  await connection.getByTestId('register-toggle').click();
  await connection.getByTestId('register-help').locator('dl').waitFor();
}

/** Makes the window as high as the connection's part of the form, and returns a function that undoes it. */
export async function showWholeConnection(app: RunningApp): Promise<() => Promise<void>> {
  const { window } = app;
  const resize = (height: number | null) =>
    app.electron.evaluate(({ BrowserWindow }, wanted) => {
      const [first] = BrowserWindow.getAllWindows();
      const [width = 0, before = 0] = first?.getContentSize() ?? [];
      if (wanted !== null) first?.setContentSize(width, wanted);
      return before;
    }, height);
  // From the top of the section to the end of what belongs to it, and room for the bars above and below.
  const needed = await window.evaluate(() => {
    const part = (selector: string) => document.querySelector(selector)?.getBoundingClientRect();
    const begin = part('section[aria-labelledby="section-connections"]')?.top ?? 0;
    const end = Math.max(
      part('section[aria-labelledby="section-connections"]')?.bottom ?? 0,
      part('[data-testid="attributes-section"]')?.bottom ?? 0,
    );
    return Math.ceil(end - begin) + 160;
  });
  const before = await resize(null);
  await resize(Math.max(before, needed));
  await window.waitForFunction((height) => innerHeight >= height, Math.max(before, needed), { timeout: 5_000 });
  await window
    .locator('section[aria-labelledby="section-connections"]')
    .evaluate((section) => section.scrollIntoView({ block: 'start', behavior: 'instant' }));
  return async () => {
    await resize(before);
  };
}
