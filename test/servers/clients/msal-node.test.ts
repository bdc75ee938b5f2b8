/** Microsoft's own library for Node, unmodified, against the stand-in. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AZURE_DATABRICKS, ENTRA_TENANT } from '../../../standins/identity-provider/flavours.ts';
import { type IdentityProvider, startIdentityProvider } from '../../../standins/identity-provider/identity-provider.ts';
import { visitAs } from '../../../standins/scripted-browser.ts';
import { newVerifier } from '../../support/stand-in-client.ts';
import { reachedOut } from '../only-loopback.ts';
import { load } from '../packages.ts';

interface Account {
  readonly tenantId: string;
  readonly homeAccountId: string;
  readonly username: string;
}
interface Result {
  readonly accessToken: string;
  readonly account: Account;
  readonly scopes: string[];
}
interface Application {
  getAuthCodeUrl(request: Record<string, unknown>): Promise<string>;
  acquireTokenByCode(request: Record<string, unknown>): Promise<Result>;
  acquireTokenSilent(request: Record<string, unknown>): Promise<Result>;
}
interface Library {
  PublicClientApplication: new (configuration: unknown) => Application;
  ConfidentialClientApplication: new (configuration: unknown) => Application;
}
interface Sent {
  headers?: Record<string, string>;
  body?: string;
}

const microsoft = 'https://login.microsoftonline.com';
const redirectUri = 'http://localhost:3000';
const scopes = [`${AZURE_DATABRICKS}/user_impersonation`];
let entra: IdentityProvider;

beforeAll(async () => {
  entra = await startIdentityProvider({ flavour: 'entra', redirectUris: [redirectUri] });
});
afterAll(async () => {
  await entra.stop();
  expect(reachedOut).toEqual([]);
});

/** The library takes its HTTP from outside: whatever it asks of Microsoft is asked of the stand-in. */
async function ask(method: 'GET' | 'POST', url: string, { headers = {}, body }: Sent = {}) {
  const response = await fetch(url.replace(microsoft, entra.origin), { method, headers, ...(body ? { body } : {}) });
  const text = (await response.text()).replaceAll(entra.origin, microsoft);
  return { status: response.status, headers: Object.fromEntries(response.headers), body: JSON.parse(text) };
}

async function applicationOf({ clientId, clientSecret }: { clientId: string; clientSecret?: string }) {
  const library = await load<Library>('@azure/msal-node');
  const authority = `${microsoft}/${ENTRA_TENANT}`;
  const { body: metadata } = await ask('GET', entra.metadataUrl);
  const tellOfCloud = {
    tenant_discovery_endpoint: entra.metadataUrl.replace(entra.origin, microsoft),
    metadata: [
      {
        preferred_network: 'login.microsoftonline.com',
        preferred_cache: 'login.microsoftonline.com',
        aliases: ['login.microsoftonline.com'],
      },
    ],
  };
  const configuration = {
    auth: {
      clientId,
      authority,
      cloudDiscoveryMetadata: JSON.stringify(tellOfCloud),
      authorityMetadata: JSON.stringify(metadata),
      ...(clientSecret ? { clientSecret } : {}),
    },
    system: {
      networkClient: {
        sendGetRequestAsync: (url: string, sent: Sent) => ask('GET', url, sent),
        sendPostRequestAsync: (url: string, sent: Sent) => ask('POST', url, sent),
      },
    },
  };
  return clientSecret
    ? new library.ConfidentialClientApplication(configuration)
    : new library.PublicClientApplication(configuration);
}

describe('@azure/msal-node', () => {
  test.each(['public', 'secretPost'] as const)(
    'signs in, knows whose directory it is, and renews: %s',
    async (kind) => {
      const application = await applicationOf(entra.clients[kind]);
      const { verifier, challenge } = newVerifier();
      const url = await application.getAuthCodeUrl({
        scopes,
        redirectUri,
        codeChallenge: challenge,
        codeChallengeMethod: 'S256',
        responseMode: 'query',
      });
      const answer = new URL(await visitAs(url.replace(microsoft, entra.origin), 'Ada Moreno')).searchParams;
      const code = answer.get('code') ?? '';
      const first = await application.acquireTokenByCode({ code, scopes, redirectUri, codeVerifier: verifier });
      expect(first.account).toMatchObject({ tenantId: ENTRA_TENANT, username: 'ada.moreno@example.com' });
      expect(first.account.homeAccountId).toMatch(new RegExp(`^[0-9a-f-]{36}\\.${ENTRA_TENANT}$`));
      expect(entra.introspect(first.accessToken)).toMatchObject({ active: true, authority: 'entra' });

      const second = await application.acquireTokenSilent({ account: first.account, scopes, forceRefresh: true });
      expect(second.accessToken).not.toBe(first.accessToken);
      expect(entra.introspect(second.accessToken)).toMatchObject({ active: true });
    },
  );

  test("is told of a scope that the directory does not know, in Entra's words", async () => {
    const application = await applicationOf(entra.clients.public);
    const { challenge } = newVerifier();
    const url = await application.getAuthCodeUrl({
      scopes: ['api://nobody/read'],
      redirectUri,
      codeChallenge: challenge,
      codeChallengeMethod: 'S256',
    });
    const answer = new URL(await visitAs(url.replace(microsoft, entra.origin), 'Ada Moreno')).searchParams;
    expect(answer.get('error')).toBe('invalid_scope');
    expect(answer.get('error_description')).toContain('AADSTS70011');
  });
});
