/** Snowflake's own driver, unmodified, against the stand-in. */
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Snowflake, startSnowflake } from '../../../standins/authorization-server/snowflake.ts';
import { visitAs } from '../../../standins/scripted-browser.ts';
import { freePorts } from '../../support/driver/free-ports.ts';
import { visit } from '../../support/plain-browser.ts';
import { reachedOut } from '../only-loopback.ts';
import { loadOlder } from '../packages.ts';

interface Authenticator {
  authenticate(): Promise<void>;
  updateBody(body: { data: { TOKEN?: string; CLIENT_ENVIRONMENT: object } }): void;
  getAccessTokenUsingRefreshToken(refreshToken: string): Promise<string>;
}
interface Library {
  configure(options: {
    logLevel: string;
    customCredentialManager: {
      read(key: string): Promise<string | null>;
      write(key: string, token: string): Promise<void>;
      remove(key: string): Promise<void>;
    };
  }): void;
}
type Constructed<Result> = new (...args: unknown[]) => Result;

let snowflake: Snowflake;
let redirectUri: string;
/** What the driver keeps: an access token, and a refresh token. */
const kept = new Map<string, string>();

beforeAll(async () => {
  const [port] = await freePorts(1);
  redirectUri = `http://127.0.0.1:${port}`;
  snowflake = await startSnowflake({ redirectUris: [redirectUri] });
  // Otherwise it asks the metadata services of three clouds where it runs.
  vi.stubEnv('SNOWFLAKE_DISABLE_PLATFORM_DETECTION', 'true');
  // Otherwise it writes tokens and its log into the home folder.
  loadOlder<Library>('snowflake-sdk').configure({
    logLevel: 'OFF',
    customCredentialManager: {
      read: async (key) => kept.get(key) ?? null,
      write: async (key, token) => void kept.set(key, token),
      remove: async (key) => void kept.delete(key),
    },
  });
});
beforeEach(() => kept.clear());
afterAll(async () => {
  await snowflake.stop();
  vi.unstubAllEnvs();
  expect(reachedOut).toEqual([]);
});

/** The part of the driver that signs in, as its own connection puts it together. */
function driverOf(client: { clientId: string; clientSecret: string }, more: Record<string, unknown> = {}) {
  const Config = loadOlder<Constructed<object>>('snowflake-sdk/dist/lib/connection/connection_config.js');
  const Http = loadOlder<{ NodeHttpClient: Constructed<object> }>('snowflake-sdk/dist/lib/http/node.js');
  const Authenticator = loadOlder<Constructed<Authenticator>>(
    'snowflake-sdk/dist/lib/authentication/auth_oauth_authorization_code.js',
  );
  const config = new Config(
    {
      account: 'acme',
      username: 'ADA',
      role: 'ANALYST',
      authenticator: 'OAUTH_AUTHORIZATION_CODE',
      accessUrl: snowflake.origin,
      oauthClientId: client.clientId,
      oauthClientSecret: client.clientSecret,
      oauthAuthorizationUrl: snowflake.endpoints.authorize,
      oauthTokenRequestUrl: snowflake.endpoints.token,
      oauthRedirectUri: redirectUri,
      oauthHttpAllowed: true,
      openExternalBrowserCallback: async (url: string) => void (await visit(await visitAs(url, 'Ada Moreno'))),
      ...more,
    },
    true,
    {},
    { name: 'test', version: '1.0.0', environment: {} },
  );
  return new Authenticator(config, new Http.NodeHttpClient(config));
}

function tokenOf(authenticator: Authenticator): string {
  const body = { data: { CLIENT_ENVIRONMENT: {} } as { TOKEN?: string; CLIENT_ENVIRONMENT: object } };
  authenticator.updateBody(body);
  return body.data.TOKEN ?? '';
}

describe('snowflake-sdk', () => {
  test('signs in with its secret in the body', async () => {
    const driver = driverOf(snowflake.clients.confidential);
    await driver.authenticate();
    expect(snowflake.introspect(tokenOf(driver))).toMatchObject({
      active: true,
      person: { userName: 'ada.moreno@example.com' },
      scopes: ['session:role:ANALYST'],
    });
  });

  test('renews, with a refresh token that stays, or that can be used once if it asks for that', async () => {
    for (const oauthEnableSingleUseRefreshTokens of [false, true]) {
      kept.clear();
      const driver = driverOf(snowflake.clients.confidential, {
        oauthEnableSingleUseRefreshTokens,
        oauthScope: 'session:role:ANALYST refresh_token',
      });
      await driver.authenticate();
      const accessToken = tokenOf(driver);
      const refreshToken = [...kept.values()].find((token) => token !== accessToken) ?? '';
      const renewed = await driver.getAccessTokenUsingRefreshToken(refreshToken);
      expect(renewed).not.toBe(accessToken);
      expect(snowflake.introspect(renewed)).toMatchObject({ active: true });
      const again = driver.getAccessTokenUsingRefreshToken(refreshToken);
      if (oauthEnableSingleUseRefreshTokens) await expect(again).rejects.toThrow();
      else expect(snowflake.introspect(await again)).toMatchObject({ active: true });
    }
  });

  test('is refused with a wrong secret', async () => {
    const driver = driverOf({ ...snowflake.clients.confidential, clientSecret: 'wrong' });
    await expect(driver.authenticate()).rejects.toThrow();
    expect((await snowflake.controls.journal({ endpoint: 'token' })).at(-1)).toMatchObject({ error: 'invalid_client' });
  });
});
