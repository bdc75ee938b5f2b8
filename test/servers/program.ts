/** The program's sign-in, renewal and revocation over real sockets and by the real clock, with a Chromium that a person drives. */
import './only-loopback.ts';
import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright';
import { createClock } from '../../src/main/async/clock.ts';
import { createLog } from '../../src/main/log/log.ts';
import { createFetch } from '../../src/main/net/fetch.ts';
import type { Grant } from '../../src/main/oauth/grants/grant.ts';
import { createSignIns } from '../../src/main/oauth/sign-in/sign-in.ts';
import type { SignInRequest } from '../../src/main/oauth/sign-in/sign-in-request.ts';
import type { OAuthClient } from '../../src/main/oauth/tokens/authorization-server.ts';
import { createMetadataSource } from '../../src/main/oauth/tokens/server-metadata.ts';
import { createTokenClient } from '../../src/main/oauth/tokens/token-client.ts';
import { providerOf } from '../../src/main/providers/registry.ts';
import { AppError } from '../../src/shared/errors.ts';
import { OidcServer } from '../../src/shared/profile/servers.ts';
import { en } from '../../src/shared/text/en.ts';
import { errorText } from '../../src/shared/text/error-text.ts';
import { freePorts } from '../support/driver/free-ports.ts';
import { createVirtualClock } from '../support/virtual-clock.ts';

const executablePath = process.env.SIGHTGLASS_CHROMIUM ?? '/usr/bin/chromium';
/** Without one, tests of servers with a sign-in page are left out. */
export const hasChromium = existsSync(executablePath);

/** What a person does on the pages of a sign-in. */
export type Act = (page: Page) => Promise<void>;

export const publicClient = (clientId: string): OAuthClient => ({ clientId, authentication: { method: 'none' } });

/** What a person reads of an error. @throws what is none of the program's own */
export function shown(error: unknown): string {
  if (!(error instanceof AppError)) throw error;
  const { title, detail, remedy } = errorText(en, error);
  return [title, detail, remedy].join('\n');
}

/** What a person reads when it fails. */
export const failureOf = (signingIn: Promise<unknown>): Promise<string> =>
  signingIn.then(() => 'It did not fail.', shown);

export async function openProgram() {
  const redirectUris = (await freePorts(1)).map((port) => `http://localhost:${port}/auth/callback`);
  const fetch = createFetch({ allowLoopbackHttp: true });
  const policy = { fetch, allowLoopbackHttp: true, ...createClock() };
  const log = createLog({ write: () => undefined, now: Date.now });
  const tokenClient = createTokenClient(policy);
  const metadata = createMetadataSource({ ...policy, log });
  const inPage = createBrowser(new URL(redirectUris[0] ?? '').origin);

  function requestFor(metadataUrl: string, client: OAuthClient, scopes: readonly string[]): SignInRequest {
    const server = OidcServer.parse({ provider: 'oidc', metadataUrl, audience: null });
    const provider = providerOf(server);
    return {
      connectionId: 'connection',
      server: provider.authorizationServer(server),
      client,
      scopes,
      audience: null,
      redirectUris,
      extraParameters: provider.authorizationParameters(server, scopes),
      identityUrl: provider.identityUrl(server),
      rules: {
        scopes: provider.scopes,
        userNameClaims: provider.userNameClaims(server),
        userNameField: provider.userNameField,
      },
    };
  }

  /** A whole sign-in. What goes wrong in the browser fails it, before the five minutes of its limit are over. */
  async function signIn(request: SignInRequest, act: Act): Promise<Grant> {
    let fail: (error: unknown) => void = () => undefined;
    const failed = new Promise<never>((_, reject) => {
      fail = reject;
    });
    const all = createSignIns({
      ...createVirtualClock(Date.now()),
      now: Date.now,
      fetch,
      metadata,
      tokenClient,
      text: en,
      openBrowser: async (url) => void inPage.visit(url, act).catch(fail),
      storeGrant: async () => undefined,
      onPhase: () => undefined,
      onBrowserFailure: () => undefined,
      log,
    });
    try {
      return await Promise.race([all.start(request).result, failed]);
    } finally {
      await all.dispose();
    }
  }

  return {
    redirectUris,
    tokenClient,
    requestFor,
    signIn,
    renew: (grant: Grant, client: OAuthClient) => tokenClient.refreshGrant(grant, client),
    signOut: (grant: Grant, client: OAuthClient) => tokenClient.revokeGrant(grant, client),
    async close() {
      await inPage.close();
      await fetch.close();
    },
  };
}

function createBrowser(home: string) {
  let browser: Promise<Browser> | undefined;
  const launch = () =>
    chromium.launch({
      executablePath,
      args: [
        '--no-sandbox',
        // Servers' pages may name what is elsewhere; nothing of it is fetched.
        '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
      ],
    });
  return {
    /** Each sign-in begins without cookies. Done when the page of the program is there. */
    async visit(url: string, act: Act): Promise<void> {
      browser ??= launch();
      const context = await (await browser).newContext();
      try {
        const page = await context.newPage();
        page.setDefaultTimeout(15_000);
        await page.goto(url);
        await act(page);
        await page.waitForURL((at) => at.origin === home);
      } finally {
        await context.close();
      }
    },
    close: async () => (await browser)?.close(),
  };
}
