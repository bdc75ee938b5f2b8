/** "Test this set-up" over real sockets: whatever is wrong is named by the right check, with who must mend it. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createMemoryVault } from '../../../src/main/vault/vault.ts';
import type { CheckId, ChecksView } from '../../../src/shared/checks.ts';
import type { ProfileDraft } from '../../../src/shared/profile/profile.ts';
import { defaultBehaviour } from '../../../standins/authorization-server/authorization-server.ts';
import { type DemoServices, startDemoServices } from '../../../standins/demo-services.ts';
import { type Answer, sendHtml, sendJson, sendText, startHttpService } from '../../../standins/http-service.ts';
import { freePorts } from '../../support/driver/free-ports.ts';
import { certificate, key } from '../../support/inspection.ts';
import { draftFor } from '../../support/profiles.ts';
import { openProgramOverStandIns } from '../../support/program-over-stand-ins.ts';

type Program = Awaited<ReturnType<typeof openProgramOverStandIns>>;
type ConnectionDraft = ProfileDraft['connections'][number];

let services: DemoServices;
const closers: (() => Promise<unknown>)[] = [];
const withKeychain = () => ({ ...createMemoryVault(), mode: 'encrypted', backend: 'secret-service' }) as const;

beforeAll(async () => {
  const redirectUris = (await freePorts(2)).map((port) => `http://localhost:${port}/auth/callback`);
  services = await startDemoServices({
    redirectUris,
    extras: { identityProvider: 'okta', snowflake: true, twoConnections: true },
  });
}, 30_000);
afterAll(() => services.stop());
beforeEach(async () => {
  const { authorizationServer, identityProvider, snowflake } = services.controls;
  await authorizationServer.setBehaviour({ ...defaultBehaviour });
  await authorizationServer.clearJournal();
  await identityProvider?.setBehaviour({ emailVerified: true });
  await snowflake?.setBehaviour({ answerUsername: true, grantOnlyScopes: null });
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function open(otherwise: Parameters<typeof openProgramOverStandIns>[0] = {}): Promise<Program> {
  const program = await openProgramOverStandIns({ vault: withKeychain(), ...otherwise });
  closers.push(program.close);
  return program;
}

async function served(answer: Answer): Promise<string> {
  const service = await startHttpService(0, answer);
  closers.push(service.stop);
  return service.origin;
}

/** The draft of a profile with these connections, each for a Sigma connection of its own. */
const profileOf = (...connections: ConnectionDraft[]): ProfileDraft => services.drafts.profile({ connections });
const withFirst = (draft: ProfileDraft, changes: Partial<ConnectionDraft>): ProfileDraft => ({
  ...draft,
  connections: draft.connections.map((connection, index) => (index === 0 ? { ...connection, ...changes } : connection)),
});
const databricks = (changes: Partial<ConnectionDraft> = {}): ProfileDraft =>
  withFirst(profileOf(services.drafts.databricks()), changes);
const atServer = (origin: string): ProfileDraft =>
  databricks({
    server: { provider: 'oidc', metadataUrl: `${origin}/.well-known/openid-configuration`, audience: null },
    scopes: ['openid', 'offline_access'],
  });

/** What is to be looked at: everything but what is right, and what is not known. */
const faultsOf = ({ checks }: ChecksView) =>
  checks.flatMap(({ check, connection, result }) =>
    result === null || result.outcome === 'ok' || result.outcome === 'skipped'
      ? []
      : [{ check, connection, outcome: result.outcome, owner: result.owner, code: codeOf(result) }],
  );
const codeOf = ({ error, findings }: NonNullable<ChecksView['checks'][number]['result']>) =>
  error?.code ?? findings.at(-1)?.code;
const resultOf = ({ checks }: ChecksView, check: CheckId, connection: number | null = 0) =>
  checks.find((one) => one.check === check && one.connection === connection)?.result;

const metadataOf = (origin: string, changes: object = {}) => ({
  issuer: origin,
  authorization_endpoint: `${origin}/authorize`,
  token_endpoint: `${origin}/token`,
  code_challenge_methods_supported: ['S256'],
  ...changes,
});
/** An OpenID Connect server that only describes itself. */
async function describing(metadata: (origin: string) => object | null): Promise<string> {
  const origin: string = await served(async (request, response) => {
    const answer = request.url?.startsWith('/.well-known/') ? metadata(origin) : null;
    if (answer === null) sendText(response, 404, 'Nothing is here.');
    else sendJson(response, 200, answer);
  });
  return origin;
}

/** As `open`, with the profile saved and signed in to. */
async function signedIn(
  draft: ProfileDraft,
  people: readonly string[] = [],
): Promise<{ program: Program; saved: ProfileDraft }> {
  const program = await open();
  const profile = await program.save(draft);
  for (const [index, connection] of profile.connections.entries()) {
    await program.signIn({ ...profile, connections: [connection] }, people[index]);
  }
  return { program, saved: draftFor(profile) };
}

interface Found {
  readonly check: CheckId;
  readonly connection: number | null;
  readonly outcome: 'warning' | 'failed';
  readonly owner: string;
  readonly code: string;
}

/** A fault, and the only thing that the checks may say of it. */
const faults: readonly (readonly [name: string, found: Found, look: () => Promise<ChecksView>])[] = [
  [
    'metadata that is not there',
    { check: 'metadata', connection: 0, outcome: 'failed', owner: 'person', code: 'metadata_invalid' },
    async () => (await open()).test(atServer(await describing(() => null))),
  ],
  [
    'metadata of another issuer',
    { check: 'metadata', connection: 0, outcome: 'failed', owner: 'person', code: 'metadata_issuer_mismatch' },
    async () =>
      (await open()).test(atServer(await describing((origin) => metadataOf(origin, { issuer: `${origin}/other` })))),
  ],
  [
    'a server without PKCE',
    { check: 'metadata', connection: 0, outcome: 'failed', owner: 'identity-provider', code: 'pkce_unsupported' },
    async () =>
      (await open()).test(
        atServer(await describing((origin) => metadataOf(origin, { code_challenge_methods_supported: ['plain'] }))),
      ),
  ],
  [
    'an endpoint at another server',
    {
      check: 'metadata',
      connection: 0,
      outcome: 'failed',
      owner: 'identity-provider',
      code: 'metadata_endpoint_untrusted',
    },
    async () =>
      (await open()).test(
        atServer(await describing((origin) => metadataOf(origin, { token_endpoint: 'https://other.example/token' }))),
      ),
  ],
  [
    'a workspace that is an account',
    { check: 'level', connection: 0, outcome: 'failed', owner: 'person', code: 'level_wrong' },
    async () => {
      await services.controls.authorizationServer.setBehaviour({ hostKind: 'unified' });
      return (await open()).test(databricks());
    },
  ],
  [
    'a port that another program holds, on one of two addresses',
    { check: 'ports', connection: 0, outcome: 'warning', owner: 'person', code: 'port_taken' },
    async () => {
      const draft = databricks();
      await holding(draft.connections[0]?.redirectUris[1] ?? '');
      return (await open()).test(draft);
    },
  ],
  [
    'all ports held',
    { check: 'ports', connection: 0, outcome: 'failed', owner: 'person', code: 'redirect_ports_busy' },
    async () => {
      const [uri = ''] = services.authorizationServer.redirectUris;
      await holding(uri);
      return (await open()).test(databricks({ redirectUris: [uri] }));
    },
  ],
  [
    'a redirect URL that is not registered',
    { check: 'redirect', connection: 0, outcome: 'failed', owner: 'databricks', code: 'redirect_uri_mismatch' },
    async () => {
      const [port] = await freePorts(1);
      return (await open()).test(databricks({ redirectUris: [`http://localhost:${port}/auth/callback`] }));
    },
  ],
  [
    'a scope that the server does not know',
    { check: 'scopes', connection: 0, outcome: 'failed', owner: 'snowflake', code: 'authorization_invalid_scope' },
    async () => {
      const draft = profileOf(services.drafts.snowflake());
      return (await open()).test(withFirst(draft, { scopes: ['session:role-any', 'refresh_token', 'nonsense'] }));
    },
  ],
  [
    'a machine with a scope that it is not given',
    { check: 'scopes', connection: 0, outcome: 'failed', owner: 'databricks', code: 'scopes_missing' },
    async () => {
      const draft = services.drafts.profile({
        connections: [services.drafts.servicePrincipal()],
        email: 'wall@example.com',
      });
      return (await open()).test(withFirst(draft, { scopes: ['all-apis', 'nonsense'] }));
    },
  ],
  [
    'scopes that bring no refresh token',
    { check: 'scopes', connection: 0, outcome: 'warning', owner: 'person', code: 'scopes_without_refresh' },
    async () => (await open()).test(databricks({ scopes: ['all-apis'] })),
  ],
  [
    'a wrong client secret',
    { check: 'client', connection: 0, outcome: 'failed', owner: 'person', code: 'client_rejected' },
    async () => (await open()).test(databricks({ clientSecret: 'wrong-secret-of-the-test' })),
  ],
  [
    'a machine with a wrong secret',
    { check: 'client', connection: 0, outcome: 'failed', owner: 'person', code: 'client_rejected' },
    async () => {
      const draft = services.drafts.profile({
        connections: [services.drafts.servicePrincipal()],
        email: 'wall@example.com',
      });
      return (await open()).test(withFirst(draft, { clientSecret: 'wrong-secret-of-the-test' }));
    },
  ],
  [
    'a Sigma that does not exist',
    { check: 'sigma', connection: null, outcome: 'failed', owner: 'it', code: 'offline' },
    async () => (await open()).test(at('https://sigma.invalid/acme/workbook/Sales-1abc')),
  ],
  [
    'the login of a network in the place of Sigma',
    { check: 'sigma', connection: null, outcome: 'failed', owner: 'it', code: 'sigma_redirects' },
    async () => {
      const origin = await served(async (_request, response) => {
        response.writeHead(302, { location: 'https://login.proxy.example/?next=sigma' }).end();
      });
      return (await open()).test(at(`${origin}/acme/workbook/Sales-1abc`));
    },
  ],
  [
    'the page of a filter in the place of Sigma',
    { check: 'sigma', connection: null, outcome: 'warning', owner: 'it', code: 'sigma_unlike' },
    async () => {
      const origin = await served(async (_request, response) => sendHtml(response, 200, '<h1>Blocked by policy</h1>'));
      return (await open()).test(at(`${origin}/acme/workbook/Sales-1abc`));
    },
  ],
  [
    'a Sigma in trouble',
    { check: 'sigma', connection: null, outcome: 'failed', owner: 'sigma', code: 'sigma_troubled' },
    async () => {
      const origin = await served(async (_request, response) => sendText(response, 503, 'Sigma is being maintained.'));
      return (await open()).test(at(`${origin}/acme/workbook/Sales-1abc`));
    },
  ],
  [
    'a certificate that nobody vouches for',
    { check: 'metadata', connection: 0, outcome: 'failed', owner: 'it', code: 'tls_untrusted' },
    async () => (await open()).test(atServer(await behindUnknownAuthority())),
  ],
  [
    'a clock that is off by an hour',
    { check: 'clock', connection: null, outcome: 'warning', owner: 'it', code: 'clock_wrong' },
    async () => {
      const wallClock = { aheadMs: () => -3_600_000, isTimeKnown: () => true, difference: () => null };
      return (await open({ wallClock })).test(databricks());
    },
  ],
  [
    'no keychain',
    { check: 'keychain', connection: null, outcome: 'warning', owner: 'it', code: 'vault_unprotected' },
    async () => (await open({ vault: createMemoryVault() })).test(databricks()),
  ],
  [
    'a sign-in that the server has ended',
    { check: 'grant', connection: 0, outcome: 'failed', owner: 'person', code: 'grant_dead' },
    async () => {
      const { program, saved } = await signedIn(databricks());
      await services.controls.authorizationServer.revokeGrants({});
      const [connection] = saved.connections;
      await Promise.resolve(program.handlers['grants.renew']({ connectionId: connection?.id ?? '' }, here)).catch(
        () => {},
      );
      return program.test(saved);
    },
  ],
  [
    'scopes that a renewal took away',
    { check: 'granted-scopes', connection: 0, outcome: 'failed', owner: 'databricks', code: 'scopes_missing' },
    async () => {
      const { program, saved } = await signedIn(databricks({ scopes: ['all-apis', 'sql', 'offline_access'] }));
      await services.controls.authorizationServer.failNext({
        endpoint: 'token',
        status: 200,
        body: { access_token: 'narrow-token-of-the-test', token_type: 'Bearer', expires_in: 3_600, scope: 'sql' },
      });
      const [connection] = saved.connections;
      await program.handlers['grants.renew']({ connectionId: connection?.id ?? '' }, here);
      return program.test(saved);
    },
  ],
  [
    'a sign-in that names nobody',
    { check: 'identity', connection: null, outcome: 'failed', owner: 'snowflake', code: 'identity_unknown' },
    async () => {
      await services.controls.snowflake?.setBehaviour({ answerUsername: false });
      const { program, saved } = await signedIn(profileOf(services.drafts.snowflake()));
      return program.test(saved);
    },
  ],
  [
    'two people',
    { check: 'identity', connection: null, outcome: 'failed', owner: 'person', code: 'people_differ' },
    async () => {
      const { program, saved } = await signedIn(
        profileOf(services.drafts.databricks(), services.drafts.identityProvider()),
        ['Ada Moreno', 'Ben Okafor'],
      );
      return program.test(saved);
    },
  ],
];

const here = { windowId: 'window', kind: 'viewer' } as const;

const at = (url: string): ProfileDraft => {
  const draft = databricks();
  return { ...draft, workbooks: draft.workbooks.map((workbook) => ({ ...workbook, url })) };
};

async function holding(redirectUri: string): Promise<void> {
  const server = createServer();
  server.listen(Number(new URL(redirectUri).port), '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => new Promise((resolve) => server.close(resolve)));
}

async function behindUnknownAuthority(): Promise<string> {
  const server = createTlsServer({ cert: certificate, key }, (_request, response) => response.end('{}'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => new Promise((resolve) => server.close(resolve)));
  return `https://localhost:${(server.address() as AddressInfo).port}`;
}

describe('a set-up that is right', () => {
  test('raises nothing before anybody signs in, and ends with saving', async () => {
    const connections = [services.drafts.databricks(), services.drafts.snowflake(), services.drafts.identityProvider()];
    const view = await (await open()).test(profileOf(...connections));
    expect(faultsOf(view)).toEqual([]);
    expect(view).toMatchObject({ phase: 'done', isSaved: false });
    expect(resultOf(view, 'grant')?.findings[0]?.code).toBe('save_first');
    expect(resultOf(view, 'client')?.outcome).toBe('ok');
    expect(resultOf(view, 'redirect', 1)?.outcome).toBe('ok');
  });

  test('saved and signed out, it asks for the sign-in', async () => {
    const program = await open();
    const profile = await program.save(databricks());
    const view = await program.test(draftFor(profile));
    expect(faultsOf(view)).toEqual([]);
    expect(view).toMatchObject({ isSaved: true, connections: [{ connectionId: profile.connections[0]?.id }] });
    expect(resultOf(view, 'grant')).toMatchObject({
      outcome: 'skipped',
      owner: 'person',
      findings: [{ code: 'signed_out' }],
    });
  });

  test('raises nothing after the sign-in either; the session is signed, and Sigma does not hear of it', async () => {
    const { program, saved } = await signedIn(databricks());
    const loads = (await services.controls.sigma.journal()).length;
    const view = await program.test(saved);
    expect(faultsOf(view)).toEqual([]);
    for (const { check, result } of view.checks) expect([check, result?.outcome]).toEqual([check, 'ok']);
    expect(resultOf(view, 'session', null)?.findings[0]).toMatchObject({ values: { workbooks: 1, tokens: 1 } });
    const heard = (await services.controls.sigma.journal()).slice(loads);
    expect(JSON.stringify(heard)).not.toContain('ada.moreno');
  });
});

describe('what is wrong is named by one check, with who must mend it', () => {
  test.each(faults)('%s', async (_, found, look) => {
    expect(faultsOf(await look()).filter(({ check }) => check === found.check)).toEqual([found]);
  });
});

describe('a test of a set-up', () => {
  test('changes nothing that runs: no sign-in, no grant, no profile', async () => {
    const { program, saved } = await signedIn(databricks());
    const { profiles, grants } = program.state();
    await program.test(withFirst(saved, { scopes: ['all-apis'] }));
    expect(program.state().profiles).toEqual(profiles);
    // The timer of a renewal is counted from the present millisecond.
    const present = program.state().grants.map((grant) => ({ ...grant, renewsAt: null }));
    expect(present).toEqual(grants.map((grant) => ({ ...grant, renewsAt: null })));
    const journal = await services.controls.authorizationServer.journal({ endpoint: 'revoke' });
    expect(journal).toEqual([]);
  });

  test('shows and logs no secret, whatever was typed and whatever is held', async () => {
    const draft = databricks();
    const { program, saved } = await signedIn(draft);
    const views = JSON.stringify([await program.test(saved), await program.test(draft), program.state()]);
    const logged = program.lines.join('\n');
    for (const secret of [draft.embedSecret, draft.connections[0]?.clientSecret]) {
      expect(secret).toBeTruthy();
      expect(views).not.toContain(secret);
      expect(logged).not.toContain(secret);
    }
    expect(logged).toContain('checks.ended');
  });
});
