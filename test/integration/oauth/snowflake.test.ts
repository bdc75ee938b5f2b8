import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createClock } from '../../../src/main/async/clock.ts';
import { createLog } from '../../../src/main/log/log.ts';
import { createFetch } from '../../../src/main/net/fetch.ts';
import type { Grant } from '../../../src/main/oauth/grants/grant.ts';
import { createSignIns } from '../../../src/main/oauth/sign-in/sign-in.ts';
import type { OAuthClient } from '../../../src/main/oauth/tokens/authorization-server.ts';
import { createMetadataSource } from '../../../src/main/oauth/tokens/server-metadata.ts';
import { createTokenClient } from '../../../src/main/oauth/tokens/token-client.ts';
import { snowflake } from '../../../src/main/providers/snowflake.ts';
import { en } from '../../../src/shared/text/en.ts';
import { type Snowflake, startSnowflake } from '../../../standins/authorization-server/snowflake.ts';
import { visitAs } from '../../../standins/scripted-browser.ts';
import { freePorts } from '../../support/driver/free-ports.ts';
import { arrive } from '../../support/signing-in.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

let platform: Snowflake;
let redirectUris: string[];
const fetch = createFetch({ allowLoopbackHttp: true });
const log = createLog({ write: () => undefined, now: Date.now });
const tokenClient = createTokenClient({ ...createClock(), fetch, allowLoopbackHttp: true });

beforeAll(async () => {
  redirectUris = (await freePorts(1)).map((port) => `http://localhost:${port}/auth/callback`);
  platform = await startSnowflake({ redirectUris });
});
afterAll(async () => {
  await fetch.close();
  await platform.stop();
});
beforeEach(() => {
  platform.controlHandlers.setBehaviour({ answerUsername: true, grantOnlyScopes: null });
});

async function signIn(client: OAuthClient, scopes = ['session:role-any', 'refresh_token']): Promise<Grant> {
  const server = { provider: 'snowflake', accountUrl: platform.origin } as const;
  const all = createSignIns({
    ...createVirtualClock(Date.now()),
    now: Date.now,
    fetch,
    metadata: createMetadataSource({ ...createClock(), fetch, allowLoopbackHttp: true, log }),
    tokenClient,
    text: en,
    openBrowser: async (url) => void (await arrive(await visitAs(url, 'Ada Moreno'))),
    storeGrant: async () => undefined,
    onPhase: () => undefined,
    onBrowserFailure: () => undefined,
    log,
  });
  try {
    return await all.start({
      connectionId: 'connection',
      server: snowflake.authorizationServer(server),
      client,
      scopes,
      redirectUris,
      extraParameters: {},
      identityUrl: null,
      rules: { scopes: snowflake.scopes, userNameClaims: [], userNameField: snowflake.userNameField },
    }).result;
  } finally {
    await all.dispose();
  }
}

const publicClient = (): OAuthClient => ({
  clientId: platform.clients.public.clientId,
  authentication: { method: 'none' },
});
const confidentialClient = (): OAuthClient => {
  const { clientId, clientSecret } = platform.clients.confidential;
  return { clientId, authentication: { method: 'automatic', clientSecret, key: null } };
};

test.each([
  ['public', publicClient],
  ['confidential', confidentialClient],
])('Snowflake signs in a %s client without any metadata, names the person, and renews', async (_, client) => {
  const grant = await signIn(client());
  expect(grant).toMatchObject({
    server: { issuer: platform.origin, tokenEndpoint: platform.endpoints.token, revocationEndpoint: null },
    requestedScopes: ['session:role-any', 'refresh_token'],
  });
  expect(grant.person?.userName).toBeTruthy();
  expect(grant.refreshToken).not.toBeNull();
  const renewed = await tokenClient.refreshGrant(grant, client());
  expect(renewed.accessToken).not.toBe(grant.accessToken);
});

test('an answer that names no person is no failure', async () => {
  platform.controlHandlers.setBehaviour({ answerUsername: false });
  expect((await signIn(publicClient())).person).toBeNull();
});

test('without refresh_token the grant ends with its token', async () => {
  expect((await signIn(publicClient(), ['session:role-any'])).refreshToken).toBeNull();
});
