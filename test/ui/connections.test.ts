/** The set-up form for each authorization server and each pattern, and what comes of them at the sign-in. */
import axe from 'axe-core';
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { type SetUpName, setUps } from '../support/ui/connection-fixtures.ts';
import { ids } from '../support/ui/fixtures.ts';
import { calls, inState, openSetUp, timeout, unfold, withGallery } from '../support/ui/in-state.ts';
import { minimum } from '../support/ui/screens.ts';

withGallery();

const names = Object.keys(setUps) as SetUpName[];

async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
}

const newProfile = async (page: Page) => page.getByTestId('set-up').click();
const field = (page: Page, name: string) =>
  page.locator(`[data-field^="connections."][data-field$="${name}"]`).locator('input, textarea');
const savedConnection = async (page: Page) => {
  const [draft] = (await calls(page, 'profiles.save')) as { connections: Record<string, unknown>[] }[];
  return draft?.connections[0];
};

describe('every form, light and dark, can be read by everyone and fits the smallest window', () => {
  test.each(names)(
    '%s',
    (name) =>
      inState(`set-up-${name}`, async (page) => {
        await openSetUp(page);
        await page.getByTestId('register-toggle').click();
        await unfold(page);
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          // Colours fade from one scheme to the other; what is drawn anew meanwhile breaks off.
          await page.evaluate(() =>
            Promise.allSettled(document.getAnimations().map((animation) => animation.finished)),
          );
          expect(await faults(page), colorScheme).toEqual([]);
        }
        await page.setViewportSize(minimum);
        const wide = await page.evaluate(() =>
          [...document.querySelectorAll('.page-main, .form-section, .fields, .register, .code-line, .mapping-row')]
            .filter((element) => element.scrollWidth > element.clientWidth + 1)
            .map((element) => element.className),
        );
        expect(wide).toEqual([]);
        // Saved as it is, it is the profile that it was.
        await page.getByTestId('save-profile').click();
        await expect.poll(() => savedConnection(page)).toBeTruthy();
        expect(await savedConnection(page)).toEqual({ ...setUps[name].profile.connections[0], clientSecret: null });
      }),
    timeout,
  );
});

describe('the form of a connection', () => {
  test('asks only for what the chosen provider needs, and prefills its scopes', async () => {
    await inState('first-run', async (page) => {
      await newProfile(page);
      await page.getByRole('button', { name: 'Scopes and redirect URLs' }).click();
      for (const [provider, needed, scopes] of [
        ['entra', 'server.tenant', /user_impersonation/],
        ['snowflake', 'server.accountUrl', /^session:role-any refresh_token$/],
        ['google', '', /auth\/bigquery/],
        ['oidc', 'server.metadataUrl', /session:role-any/],
        ['databricks', 'server.host', /^sql offline_access/],
      ] as const) {
        await page.getByTestId(`provider-${provider}`).click();
        const shown = await page
          .locator('[data-field*=".server."]:visible')
          .evaluateAll((all) => all.map((one) => one.getAttribute('data-field')?.split('.').slice(2).join('.')));
        expect(shown, provider).toEqual(needed === '' ? [] : [needed]);
        expect(await field(page, '.scopes').first().inputValue(), provider).toMatch(scopes);
      }
    });
  });

  test('is worked with the keyboard alone', async () => {
    await inState('first-run', async (page) => {
      await newProfile(page);
      const chosen = page.locator('[data-testid^="pattern-"] input:focus');
      for (let step = 0; step < 25 && (await chosen.count()) === 0; step++) await page.keyboard.press('Tab');
      await page.keyboard.press('ArrowDown');
      await page.locator('[data-testid="pattern-identity"][data-selected]').waitFor();
      await page.keyboard.press('Tab');
      await page.keyboard.press('ArrowDown');
      await page.locator('[data-testid="provider-entra"][data-selected]').waitFor();
      await page.keyboard.press('Tab');
      expect(await page.locator('[data-field$=".label"] input:focus').inputValue()).toBe('Microsoft');
    });
  });

  test('leads from nothing to a company sign-in exchanged for Databricks', async () => {
    await inState('first-run', async (page) => {
      await newProfile(page);
      await page.getByLabel('Profile name').fill('Finance');
      await page.getByLabel('Embed client ID').fill('client');
      await page.getByLabel('Embed secret').fill('secret');
      await page.getByLabel('Title').fill('Revenue');
      await page.getByLabel('Published URL').fill('https://app.sigmacomputing.com/acme/workbook/Revenue');
      await page.getByTestId('pattern-token_exchange').click();
      await page.locator('[data-testid="provider-oidc"][data-selected]').waitFor();
      await field(page, '.server.metadataUrl').first().fill('acme.okta.com/.well-known/openid-configuration');
      await field(page, '.sigmaConnectionId').fill('sigma-connection');
      expect(await page.getByTestId('recognised').textContent()).toBe('Okta');
      expect(await field(page, '.label').inputValue()).toBe('Okta');
      await field(page, '.clientId').first().fill('okta-client');
      await field(page, '.exchange.server.host').fill('adb-1.2.azuredatabricks.net');
      await page.getByTestId('save-profile').click();
      await expect.poll(() => savedConnection(page)).toBeTruthy();
      expect(await savedConnection(page)).toMatchObject({
        flow: 'token_exchange',
        label: 'Okta',
        server: { provider: 'oidc', metadataUrl: 'https://acme.okta.com/.well-known/openid-configuration' },
        exchange: {
          server: { host: 'https://adb-1.2.azuredatabricks.net', level: 'automatic' },
          clientId: null,
          scopes: ['all-apis'],
        },
      });
    });
  });

  /** A new profile of which everything is filled in but where people sign in. */
  async function fillAround(page: Page) {
    await newProfile(page);
    await page.getByLabel('Profile name').fill('Sales');
    await page.getByLabel('Embed client ID').fill('client');
    await page.getByLabel('Embed secret').fill('secret');
    await page.getByLabel('Title').fill('Revenue');
    await page.getByLabel('Published URL').fill('https://app.sigmacomputing.com/acme/workbook/Revenue');
    await field(page, '.sigmaConnectionId').fill('sigma-connection');
    await field(page, '.clientId').first().fill('databricks-client');
  }
  const savedServer = async (page: Page) => {
    await page.getByTestId('save-profile').click();
    await expect.poll(() => savedConnection(page)).toBeTruthy();
    return (await savedConnection(page))?.server;
  };

  test('does not ask where people of a workspace sign in, and takes any page of it', async () => {
    await inState('first-run', async (page) => {
      await fillAround(page);
      expect(await page.getByTestId('level-workspace').isVisible()).toBe(false);
      const host = field(page, '.server.host');
      await host.fill('acme.databricks.com/sql/warehouses/1a2b?o=6436897454825492');
      await host.blur();
      expect(await host.inputValue()).toBe('https://acme.databricks.com');
      expect(await savedServer(page)).toEqual({
        provider: 'databricks',
        host: 'https://acme.databricks.com',
        level: 'automatic',
        accountId: null,
        workspaceId: '6436897454825492',
      });
    });
  });

  test('lets go of the workspace with its host, and not before', async () => {
    await inState('first-run', async (page) => {
      await fillAround(page);
      const host = field(page, '.server.host');
      const leaveAt = async (address: string) => {
        await host.fill(address);
        await host.blur();
      };
      const workspaceId = () => field(page, '.server.workspaceId').inputValue();
      await leaveAt('https://acme.databricks.com/?o=7');
      await leaveAt('ACME.databricks.com/browse');
      expect(await workspaceId()).toBe('7');
      await leaveAt('https://acme.databricks.com/?o=8');
      expect(await workspaceId()).toBe('8');
      await leaveAt('https://dbc-1.cloud.databricks.com');
      expect(await workspaceId()).toBe('');
      expect(await savedServer(page)).toMatchObject({ host: 'https://dbc-1.cloud.databricks.com', level: 'automatic' });
    });
  });

  test('takes an account console where no workspace is known, and asks for the account then', async () => {
    await inState('first-run', async (page) => {
      await fillAround(page);
      await page.getByTestId('console-azure').click();
      expect(await field(page, '.server.host').inputValue()).toBe('https://accounts.azuredatabricks.net');
      expect(await page.getByTestId('console-azure').isVisible()).toBe(false);
      await page.getByTestId('save-profile').click();
      await page.locator('[data-field$=".server.accountId"] input:focus').fill('11aa-22');
      expect(await savedServer(page)).toEqual({
        provider: 'databricks',
        host: 'https://accounts.azuredatabricks.net',
        level: 'automatic',
        accountId: '11aa-22',
      });
    });
  });

  test('leaves the choice to those who know better, and opens where something is wrong', async () => {
    await inState('first-run', async (page) => {
      await fillAround(page);
      await field(page, '.server.host').fill('https://dbc-1.cloud.databricks.com');
      const more = page.getByRole('button', { name: 'Workspace or account' });
      expect(await more.textContent()).toBe('Workspace or account: Found out by itself');
      await more.click();
      await field(page, '.server.workspaceId').fill('not one, surely');
      await more.click();
      await page.getByTestId('save-profile').click();
      await page.locator('[data-field$=".server.workspaceId"] input:focus').fill('7');
      await page.getByTestId('level-workspace').click();
      expect(await savedServer(page)).toMatchObject({ level: 'workspace', accountId: null, workspaceId: '7' });
    });
  });

  test('maps claims to user attributes for row-level security', async () => {
    await inState('signed-out', async (page) => {
      await openSetUp(page);
      await page.getByTestId('pattern-identity').click();
      await page.getByTestId('add-attribute').click();
      await page.getByRole('textbox', { name: 'Claim', exact: true }).fill('department');
      await page.getByTestId('save-profile').click();
      await page.locator('[data-field$=".attribute"] input:focus').fill('Region');
      await page.getByLabel('Claim with teams').fill('groups');
      await page.getByTestId('save-profile').click();
      await expect.poll(() => savedConnection(page)).toMatchObject({ sigmaConnectionId: null });
      expect(await calls(page, 'profiles.save')).toMatchObject([
        { user: { attributes: [{ attribute: 'Region', claim: 'department' }], teamsClaim: 'groups' } },
      ]);
    });
  });

  test('restores the usual scopes, and offers those for other purposes', async () => {
    await inState('signed-out', async (page) => {
      await openSetUp(page);
      await page.getByRole('button', { name: 'Scopes and redirect URLs' }).click();
      const scopes = field(page, '.scopes').first();
      await scopes.fill('my-own');
      await page.getByTestId('usual-scopes').click();
      expect(await scopes.inputValue()).toBe('sql offline_access openid email profile');
      await page.getByTestId('scope-template').filter({ hasText: 'All APIs' }).click();
      expect(await scopes.inputValue()).toBe('all-apis offline_access');
      expect(await page.getByTestId('usual-scopes').count()).toBe(0);
    });
  });

  test('says that everyone signs in again, only where that is so', async () => {
    await inState('signed-out', async (page) => {
      await openSetUp(page);
      const note = page.getByTestId('sign-in-again-note');
      await field(page, '.label').fill('Lakehouse');
      expect(await note.count()).toBe(0);
      const clientId = field(page, '.clientId').first();
      const before = await clientId.inputValue();
      await clientId.fill('other');
      expect(await note.textContent()).toBe('Everyone signs in again after this change.');
      await clientId.fill(before);
      expect(await note.count()).toBe(0);
      await page.getByTestId('provider-entra').click();
      expect(await note.count()).toBe(1);
      // No person has signed in to a new connection yet.
      await page.getByTestId('provider-databricks').click();
      await page.getByTestId('add-connection').click();
      await page.locator('[data-field$=".clientId"] input').last().fill('new');
      expect(await note.count()).toBe(0);
    });
  });

  test('takes a private key, and says what is wrong with another', async () => {
    await inState('set-up-oidc', async (page) => {
      await openSetUp(page);
      await page.getByRole('button', { name: /^Client authentication/ }).click();
      await page.getByTestId('client-authentication-private_key_jwt').click();
      await page
        .getByRole('textbox', { name: 'Private key', exact: true })
        .fill('-----BEGIN RSA PRIVATE KEY-----\nMIIE');
      await page.getByTestId('signing-algorithm').selectOption('ES256');
      await page.getByTestId('save-profile').click();
      await page.locator('textarea:focus').waitFor();
      expect(await page.locator('[data-field$=".clientSecret"] .problem').textContent()).toContain('openssl pkcs8');
      await page.locator('textarea:focus').fill('-----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY-----');
      await page.getByTestId('save-profile').click();
      await expect
        .poll(() => savedConnection(page))
        .toMatchObject({
          clientAuthentication: 'private_key_jwt',
          signingKey: { algorithm: 'ES256', keyId: null },
          clientSecret: '-----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY-----',
        });
    });
  });

  test('asks for the audience where Auth0 is recognised, and keeps it out of the way elsewhere', async () => {
    await inState('set-up-oidc', async (page) => {
      await openSetUp(page);
      const audience = field(page, '.server.audience');
      expect(await audience.isVisible()).toBe(false);
      await field(page, '.server.metadataUrl').fill('https://acme.eu.auth0.com/.well-known/openid-configuration');
      await audience.fill('https://acme-demo.snowflakecomputing.com');
      expect(await page.getByTestId('sign-in-again-note').count()).toBe(1);
      await page.getByTestId('save-profile').click();
      await expect
        .poll(() => savedConnection(page))
        .toMatchObject({ server: { audience: 'https://acme-demo.snowflakecomputing.com' } });
    });
  });

  test('hands the token to the whole organisation where that is chosen, and to one connection else', async () => {
    await inState('set-up-databricks', async (page) => {
      await openSetUp(page);
      await page.getByRole('button', { name: 'What Sigma uses the token for: one connection' }).click();
      await page.getByTestId('token-use-organisation').click();
      expect(await field(page, '.sigmaConnectionId').count()).toBe(0);
      expect(await page.getByTestId('sign-in-again-note').count()).toBe(1);
      await page.getByTestId('token-use-connection').click();
      expect(await field(page, '.sigmaConnectionId').inputValue()).toBe('4b1f0c1e-9d0b-4f0e-8a53-6a3c1f2a7d11');
      expect(await page.getByTestId('sign-in-again-note').count()).toBe(0);
      await page.getByTestId('token-use-organisation').click();
      await page.getByTestId('save-profile').click();
      await expect
        .poll(() => savedConnection(page))
        .toMatchObject({ sigmaConnectionId: null, isForOrganisation: true });
    });
  });

  test('says of a second token for the whole organisation where it was chosen, and goes there', async () => {
    await inState('set-up-organisation', async (page) => {
      await openSetUp(page);
      await page.getByTestId('add-connection').click();
      const second = page.getByTestId('connection-fields').nth(1);
      await second.getByRole('button', { name: /^What Sigma uses the token for/ }).click();
      await second.getByTestId('token-use-organisation').click();
      for (const [name, value] of [
        ['label', 'Lake'],
        ['server.host', 'https://dbc-2.cloud.databricks.com'],
        ['clientId', 'app'],
      ]) {
        await second.locator(`[data-field$=".${name}"] input`).fill(value ?? '');
      }
      await page.getByTestId('save-profile').click();
      await second.getByText('hands its token to the whole organisation already').waitFor();
      expect(await calls(page, 'profiles.save')).toEqual([]);
      const focused = page.locator('input:focus');
      expect(await focused.getAttribute('type')).toBe('radio');
      expect(await second.locator('input:focus').count()).toBe(1);
    });
  });

  test('another tenant is another Sigma, and a connection for all queries has to get a token', async () => {
    await inState('set-up-organisation', async (page) => {
      await openSetUp(page);
      await page.getByRole('button', { name: 'Tenant and connection swap: in use' }).click();
      const evalConnection = page.locator('[data-field="evalConnectionId"]');
      expect(await evalConnection.textContent()).toContain('Not for workbooks that write back');
      await page.getByRole('button', { name: /^What Sigma uses the token for/ }).click();
      await page.getByTestId('token-use-connection').click();
      expect(await evalConnection.textContent()).toContain('Sigma gets no token for it');
      await field(page, '.sigmaConnectionId').fill('9c2e7b10-3d54-4a1f-8f0e-5b6d7c8e9f01');
      expect(await evalConnection.textContent()).toContain('Not for workbooks that write back');
      await page.locator('[data-field="tenant"] input').fill('day-shift');
      await page.getByText('This is another Sigma. You are asked before it is saved').waitFor();
      await page.locator('[data-field="tenant"] input').fill('');
      await page.locator('[data-field="evalConnectionId"] input').fill('');
      await page.getByTestId('save-profile').click();
      await expect.poll(() => calls(page, 'profiles.save')).toMatchObject([{ tenant: null, evalConnectionId: null }]);
    });
  });

  test('hands over to the form of Entra when that is what was pasted', async () => {
    await inState('set-up-oidc', async (page) => {
      await openSetUp(page);
      await field(page, '.server.metadataUrl').fill(
        'https://login.microsoftonline.com/acme.com/v2.0/.well-known/openid-configuration',
      );
      await page.getByTestId('use-entra').click();
      expect(await field(page, '.server.tenant').inputValue()).toBe('acme.com');
    });
  });

  test('copies what has to be registered', async () => {
    await inState('set-up-snowflake', async (page) => {
      await page.context().grantPermissions(['clipboard-read']);
      await openSetUp(page);
      await page.getByTestId('register-toggle').click();
      await page.getByRole('button', { name: /^Copy redirect URL/ }).click();
      await expect.poll(() => page.getByTestId('announcer').textContent()).toBe('Copied');
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
        'http://localhost:3000/auth/snowflake/callback',
      );
      await page.getByRole('button', { name: 'Copy SQL statement' }).click();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
        /OAUTH_REDIRECT_URI = 'http:\/\/localhost:3000\/auth\/snowflake\/callback'/,
      );
    });
  });
});

describe('several connections', () => {
  test('are signed in to one after the other, and a service account needs no person', async () => {
    await inState('connections-and-machine', async (page) => {
      expect(await page.getByTestId('sign-in-count').textContent()).toMatch(/^1 of 3 ready/);
      expect(await page.getByTestId('machine').textContent()).toContain('Service account');
      const buttons = page.getByTestId('sign-in');
      expect(await buttons.count()).toBe(1);
      expect(await buttons.getAttribute('data-variant')).toBe('primary');
      await buttons.click();
      expect(await calls(page, 'grants.signIn')).toEqual([{ connectionId: ids.lakehouse }]);
      expect(await calls(page, 'panes.open')).toEqual([]);
    });
  });

  test('a machine that was refused can be tried again', async () => {
    await inState('machine-failed', async (page) => {
      await page.locator('[data-testid="error-panel"][data-code="client_rejected"]').waitFor();
      await page.getByTestId('sign-in').click();
      expect(await calls(page, 'grants.signIn')).toEqual([{ connectionId: ids.wallboard }]);
    });
  });
});

test('the bar names the machine, and no person', async () => {
  await inState('workbook-machine', async (page) => {
    expect(await page.getByTestId('machine').textContent()).toBe('Service account · Wallboard');
    expect(await page.getByTestId('person').count()).toBe(0);
    await page.getByTestId('machine').click();
    expect(await page.getByTestId('details-panel').textContent()).toContain('wallboard-principal');
  });
});

describe('profiles that tell Sigma different things about the same people', () => {
  const warning = (page: Page) => page.getByTestId('shared-users');

  test('are named where they are listed', async () => {
    await inState('shared-users', async (page) => {
      await page.getByTestId('menu').click();
      await page.getByTestId('profiles').click();
      expect(await warning(page).allTextContents()).toEqual([
        'Sigma is told something else about the same people by “Finance, for authors”: the account type and teams.',
        'Sigma is told something else about the same people by “Finance”: the account type and teams.',
      ]);
    });
  });

  test('are named above the button that saves, until they tell the same, and can be saved all the same', async () => {
    await inState('shared-users', async (page) => {
      await openSetUp(page);
      const [type, teams] = ['user.accountType', 'user.teams'].map((name) =>
        page.locator(`[data-field="${name}"] input`),
      );
      expect(await warning(page).textContent()).toContain('“Finance, for authors”: the account type and teams.');
      await teams?.fill('Finance');
      expect(await warning(page).textContent()).toContain('“Finance, for authors”: the account type.');
      await type?.fill('Build');
      expect(await warning(page).count()).toBe(0);
      await type?.fill('View');
      await page.getByTestId('save-profile').click();
      await expect.poll(() => calls(page, 'profiles.save')).toHaveLength(1);
    });
  });
});

describe('an address that Sigma may refuse', () => {
  test('is said under the fixed address, as long as it is one, and can be saved', async () => {
    await inState('set-up-organisation', async (page) => {
      await openSetUp(page);
      const address = page.locator('[data-field="user.email"]');
      expect(await address.textContent()).toContain(
        'Sigma may not take Ada+sigma@example.com as it is. It has a plus sign.',
      );
      await address.locator('input').fill('ada@');
      expect(await address.textContent()).not.toContain('Sigma may not take');
      await address.locator('input').fill('ada@localhost');
      expect(await address.textContent()).toContain('There is no dot after the @ sign.');
      await page.getByTestId('save-profile').click();
      await expect.poll(() => calls(page, 'profiles.save')).toHaveLength(1);
    });
  });

  test('is said above the claims that name it, and nothing is said of a usual one', async () => {
    await inState('workbook-guest-address', async (page) => {
      await page.getByTestId('details').click();
      expect(await page.getByTestId('address-doubts').textContent()).toContain('a guest in Entra ID');
    });
    await inState('workbook', async (page) => {
      await page.getByTestId('details').click();
      await page.getByTestId('claims').waitFor();
      expect(await page.getByTestId('address-doubts').count()).toBe(0);
    });
  });
});

test('a sign-in that cannot renew itself says when and why, calmly', async () => {
  await inState('not-asked-for-refresh', async (page) => {
    await page.getByTestId('renews').click();
    expect(await page.getByTestId('sign-in-again').textContent()).toBe(
      'You will have to sign in again at 17:44, because the connection does not ask for offline_access.',
    );
  });
  await inState('not-renewable', async (page) => {
    await page.getByTestId('renews').click();
    expect(await page.getByTestId('sign-in-again').textContent()).toMatch(
      /because the server gave no refresh token\.$/,
    );
    expect(await page.getByTestId('details-panel').getByTestId('error-panel').count()).toBe(0);
  });
});

declare global {
  interface Window {
    axe: typeof axe;
  }
}
