/** Databricks' own driver for Node, unmodified, against the stand-in. */
import { createRequire, Module } from 'node:module';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type AuthorizationServer,
  startAuthorizationServer,
} from '../../../standins/authorization-server/authorization-server.ts';
import { visitAs } from '../../../standins/scripted-browser.ts';
import { freePorts } from '../../support/driver/free-ports.ts';
import { visit } from '../../support/plain-browser.ts';
import { type Front, openFront } from '../front.ts';
import { reachedOut } from '../only-loopback.ts';
import { loadOlder } from '../packages.ts';

interface Token {
  readonly accessToken: string;
  readonly refreshToken?: string;
  readonly scopes: string[];
  readonly expirationTime: number;
  readonly hasExpired: boolean;
}
interface Manager {
  getToken(scopes: readonly string[]): Promise<Token>;
  refreshAccessToken(token: Token): Promise<Token>;
}
interface Driver {
  readonly default: { getManager(options: Record<string, unknown>): Manager };
}
interface TokenModule {
  readonly default: new (accessToken: string, refreshToken: string | undefined, scopes: readonly string[]) => Token;
}

const host = 'acme.cloud.databricks.com';
let as: AuthorizationServer;
let front: Front;
let port: number;

beforeAll(async () => {
  [port = 0] = await freePorts(1);
  as = await startAuthorizationServer({
    port: 0,
    redirectUris: [`http://localhost:${port}`],
    lifetimes: {},
    behaviour: {},
    answerControl: async () => undefined,
  });
  front = await openFront(as);
  signInAs('Ada Moreno');
});
afterAll(async () => {
  await front.stop();
  await as.stop();
  expect(reachedOut).toEqual([]);
});
beforeEach(() => void as.controlHandlers.setLifetimes({ accessTokenSeconds: 3600 }));

/** The driver opens the system's browser by a package, and has no option for another: the package is replaced. */
function signInAs(person: string): void {
  const driver = createRequire(createRequire(import.meta.url).resolve('@databricks/sql'));
  const path = driver.resolve('open');
  const open = async (url: string) => {
    const { pathname, search } = new URL(url);
    await visit(await visitAs(`${as.origin}${pathname}${search}`, person));
  };
  driver.cache[path] = Object.assign(new Module(path), { loaded: true, exports: { __esModule: true, default: open } });
}

function driverOf(client: { clientId: string; clientSecret?: string }, flow: 'U2M' | 'M2M'): Manager {
  const { default: managers } = loadOlder<Driver>(
    '@databricks/sql/dist/connection/auth/DatabricksOAuth/OAuthManager.js',
  );
  return managers.getManager({
    host,
    flow,
    ...client,
    callbackPorts: [port],
    context: {
      getConnectionProvider: async () => ({ getAgent: async () => front.agent }),
      getLogger: () => ({ log: () => undefined }),
    },
  });
}

/** The driver renews what is over, so it is given a token that is. */
async function renewing(manager: Manager, token: Token): Promise<Token> {
  const { default: Token } = loadOlder<TokenModule>(
    '@databricks/sql/dist/connection/auth/DatabricksOAuth/OAuthToken.js',
  );
  const over = `x.${Buffer.from(JSON.stringify({ exp: 1 })).toString('base64url')}.x`;
  return manager.refreshAccessToken(new Token(over, token.refreshToken, token.scopes));
}

describe('@databricks/sql', () => {
  test.each(['public', 'confidential'] as const)(
    'signs in, reads when the token ends, and renews: %s',
    async (kind) => {
      const manager = driverOf(as.clients[kind], 'U2M');
      const token = await manager.getToken(['sql', 'offline_access']);
      expect(token.hasExpired).toBe(false);
      const ends = as.introspect(token.accessToken);
      expect(ends).toMatchObject({ active: true, person: { userName: 'ada.moreno@example.com' } });
      expect(ends).toMatchObject({ expiresAt: token.expirationTime * 1000 });
      const renewed = await renewing(manager, token);
      expect(as.introspect(renewed.accessToken)).toMatchObject({ active: true });
      expect(renewed.refreshToken).not.toBe(token.refreshToken);
      await expect(renewing(manager, token)).rejects.toMatchObject({ error: 'invalid_grant' });
    },
  );

  test('gets a token for a machine, with all-apis whatever was asked', async () => {
    const token = await driverOf(as.clients.servicePrincipal, 'M2M').getToken(['sql']);
    expect(token.hasExpired).toBe(false);
    expect(as.introspect(token.accessToken)).toMatchObject({ active: true, scopes: ['all-apis'] });
  });
});
