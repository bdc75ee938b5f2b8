/** Sign-ins at a company's identity provider, with everything real but the browser, the clock and the vault. */
import { createClock } from '../../src/main/async/clock.ts';
import { createLog } from '../../src/main/log/log.ts';
import { createFetch } from '../../src/main/net/fetch.ts';
import type { Grant } from '../../src/main/oauth/grants/grant.ts';
import { createSignIns } from '../../src/main/oauth/sign-in/sign-in.ts';
import type { SignInOptions } from '../../src/main/oauth/sign-in/sign-in-attempt.ts';
import type { SignInRequest } from '../../src/main/oauth/sign-in/sign-in-request.ts';
import type { OAuthClient } from '../../src/main/oauth/tokens/authorization-server.ts';
import { createMetadataSource } from '../../src/main/oauth/tokens/server-metadata.ts';
import { createTokenClient } from '../../src/main/oauth/tokens/token-client.ts';
import { providerOf } from '../../src/main/providers/registry.ts';
import type { AuthorizationServer } from '../../src/shared/profile/servers.ts';
import { en } from '../../src/shared/text/en.ts';
import { DATA_PLATFORM_API } from '../../standins/identity-provider/flavours.ts';
import { type IdentityProvider, startIdentityProvider } from '../../standins/identity-provider/identity-provider.ts';
import type { ClientAuthMethod, Flavour } from '../../standins/identity-provider/types.ts';
import { visitAs } from '../../standins/scripted-browser.ts';
import { freePorts } from './driver/free-ports.ts';
import { arrive } from './signing-in.ts';
import { createVirtualClock } from './virtual-clock.ts';

/** The server of a profile for a stand-in. */
export function serverOf(idp: IdentityProvider): AuthorizationServer {
  if (idp.flavour === 'entra') {
    return { provider: 'entra', authority: idp.origin, tenant: new URL(idp.issuer).pathname.split('/')[1] ?? '' };
  }
  if (idp.flavour === 'google') return { provider: 'google', issuer: idp.origin };
  const audience = idp.flavour === 'auth0' ? DATA_PLATFORM_API : null;
  return { provider: 'oidc', metadataUrl: idp.metadataUrl, audience };
}

export async function startIdentityFixture(flavour: Flavour, methods?: readonly ClientAuthMethod[]) {
  const redirectUris = (await freePorts(2)).map((port) => `http://localhost:${port}/auth/callback`);
  const idp = await startIdentityProvider({
    flavour,
    redirectUris,
    ...(methods ? { tokenEndpointAuthMethods: methods } : {}),
  });
  const fetch = createFetch({ allowLoopbackHttp: true });
  const lines: string[] = [];
  const log = createLog({ write: (line) => lines.push(line), now: Date.now });
  const tokenClient = createTokenClient({ ...createClock(), fetch, allowLoopbackHttp: true });
  const metadata = createMetadataSource({ ...createClock(), fetch, allowLoopbackHttp: true, log });
  const server = serverOf(idp);
  const provider = providerOf(server);

  function requestFor(client: OAuthClient, scopes: readonly string[], changes: Partial<SignInRequest> = {}) {
    const request: SignInRequest = {
      connectionId: 'connection',
      server: {
        ...provider.authorizationServer(server),
        endpointOrigins: [idp.tokenOrigin],
        userInfoOrigins: [idp.userInfoOrigin],
      },
      client,
      scopes,
      audience: provider.audience(server),
      redirectUris,
      extraParameters: provider.authorizationParameters(server, scopes),
      identityUrl: provider.identityUrl(server),
      rules: {
        scopes: provider.scopes,
        userNameClaims: provider.userNameClaims(server),
        userNameField: provider.userNameField,
      },
      ...changes,
    };
    return request;
  }

  /** A whole sign-in as this person. */
  async function signIn(
    request: SignInRequest,
    person = 'Ada Moreno',
    changes: Partial<SignInOptions> = {},
  ): Promise<Grant> {
    const all = createSignIns({
      ...createVirtualClock(Date.now()),
      now: Date.now,
      fetch,
      metadata,
      tokenClient,
      text: en,
      openBrowser: async (url) => void (await arrive(await visitAs(url, person))),
      storeGrant: async () => undefined,
      onPhase: () => undefined,
      onBrowserFailure: () => undefined,
      log,
      ...changes,
    });
    try {
      return await all.start(request).result;
    } finally {
      await all.dispose();
    }
  }

  const stop = async () => {
    await fetch.close();
    await idp.stop();
  };
  return { idp, fetch, log, lines, metadata, tokenClient, server, redirectUris, requestFor, signIn, stop };
}

/** A key of a stand-in as the program holds it. */
export function keyOf(client: IdentityProvider['clients']['machineKey']): OAuthClient {
  const { clientId, algorithm, keyId, privateKey } = client;
  const key = { privateKey, algorithm, header: { kid: keyId }, audience: 'issuer' as const };
  return { clientId, authentication: { method: 'private_key_jwt', key } };
}
