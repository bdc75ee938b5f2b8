/**
 * Faults of a set-up at the stand-ins: what is made wrong, and the one check that names it, with who must mend it. A test of
 * a form and the doctor are held to the same rows.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { NetworkEdges } from '../../src/main/app/doctor/network-edges.ts';
import type { ProgramOptions } from '../../src/main/app/program-options.ts';
import { createMemoryVault } from '../../src/main/vault/vault.ts';
import type { CheckId } from '../../src/shared/checks.ts';
import type { ProfileDraft } from '../../src/shared/profile/profile.ts';
import { defaultBehaviour } from '../../standins/authorization-server/authorization-server.ts';
import { type DemoServices, startDemoServices } from '../../standins/demo-services.ts';
import { type Answer, sendHtml, sendJson, sendText, startHttpService } from '../../standins/http-service.ts';
import { wholeComputer } from './doctor.ts';
import { freePorts } from './driver/free-ports.ts';
import { certificate, key } from './inspection.ts';
import { draftFor } from './profiles.ts';
import { openProgramOverStandIns } from './program-over-stand-ins.ts';

export type Program = Awaited<ReturnType<typeof openProgramOverStandIns>>;
export type ConnectionDraft = ProfileDraft['connections'][number];

export let services: DemoServices;
export const closers: (() => Promise<unknown>)[] = [];
export const withKeychain = () => ({ ...createMemoryVault(), mode: 'encrypted', backend: 'secret-service' }) as const;

/** To be called before all tests of a file. */
export async function startDesk(): Promise<void> {
  const redirectUris = (await freePorts(2)).map((port) => `http://localhost:${port}/auth/callback`);
  services = await startDemoServices({
    redirectUris,
    extras: { identityProvider: 'okta', snowflake: true, twoConnections: true },
  });
}

export const endDesk = (): Promise<void> => services.stop();

/** Before each: the servers are well, whatever the one before made of them. */
export async function tidyDesk(): Promise<void> {
  const { authorizationServer, identityProvider, snowflake } = services.controls;
  await authorizationServer.setBehaviour({ ...defaultBehaviour });
  await authorizationServer.clearJournal();
  await identityProvider?.setBehaviour({ emailVerified: true, refuseSignIn: null });
  await snowflake?.setBehaviour({ answerUsername: true, grantOnlyScopes: null });
}

/** After each. */
export async function leaveDesk(): Promise<void> {
  for (const close of closers.splice(0).reverse()) await close();
}

/** Names are known as on a computer without a network. */
export const network: NetworkEdges = {
  resolveProxy: async () => 'DIRECT',
  async addressesOf(host) {
    if (host === 'localhost') return ['127.0.0.1'];
    throw Object.assign(new Error('not found'), { code: 'ENOTFOUND' });
  },
};

export async function open(otherwise: Partial<ProgramOptions> = {}): Promise<Program> {
  const doctor = { ...wholeComputer, network };
  const program = await openProgramOverStandIns({ vault: withKeychain(), doctor, ...otherwise });
  closers.push(program.close);
  return program;
}

export async function served(answer: Answer): Promise<string> {
  const service = await startHttpService(0, answer);
  closers.push(service.stop);
  return service.origin;
}

/** The draft of a profile with these connections, each for a Sigma connection of its own. */
export const profileOf = (...connections: ConnectionDraft[]): ProfileDraft => services.drafts.profile({ connections });
export const withFirst = (draft: ProfileDraft, changes: Partial<ConnectionDraft>): ProfileDraft => ({
  ...draft,
  connections: draft.connections.map((connection, index) => (index === 0 ? { ...connection, ...changes } : connection)),
});
export const databricks = (changes: Partial<ConnectionDraft> = {}): ProfileDraft =>
  withFirst(profileOf(services.drafts.databricks()), changes);
export const atServer = (origin: string): ProfileDraft =>
  databricks({
    server: { provider: 'oidc', metadataUrl: `${origin}/.well-known/openid-configuration`, audience: null },
    scopes: ['openid', 'offline_access'],
  });

export const metadataOf = (origin: string, changes: object = {}) => ({
  issuer: origin,
  authorization_endpoint: `${origin}/authorize`,
  token_endpoint: `${origin}/token`,
  code_challenge_methods_supported: ['S256'],
  ...changes,
});
/** An OpenID Connect server that only describes itself. */
export async function describing(metadata: (origin: string) => object | null): Promise<string> {
  const origin: string = await served(async (request, response) => {
    const answer = request.url?.startsWith('/.well-known/') ? metadata(origin) : null;
    if (answer === null) sendText(response, 404, 'Nothing is here.');
    else sendJson(response, 200, answer);
  });
  return origin;
}

/** As `open`, with the profile saved and signed in to. */
export async function signedIn(
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

export interface Found {
  readonly check: CheckId;
  readonly connection: number | null;
  readonly outcome: 'warning' | 'failed';
  readonly owner: string;
  readonly code: string;
}

/** A program in which somebody has typed this. */
export interface Tried {
  readonly program: Program;
  readonly draft: ProfileDraft;
}

/**
 * A fault, and the only thing that the checks of a form may say of it. Of a saved set-up the doctor says the same, unless it
 * knows better: then that stands at the end.
 */
export const setUpFaults: readonly (readonly [
  name: string,
  found: Found,
  make: () => Promise<Tried>,
  toDoctor?: Partial<Found>,
])[] = [
  [
    'metadata that is not there',
    { check: 'metadata', connection: 0, outcome: 'failed', owner: 'person', code: 'metadata_invalid' },
    async () => tried(await open(), atServer(await describing(() => null))),
  ],
  [
    'metadata of another issuer',
    { check: 'metadata', connection: 0, outcome: 'failed', owner: 'person', code: 'metadata_issuer_mismatch' },
    async () =>
      tried(await open(), atServer(await describing((origin) => metadataOf(origin, { issuer: `${origin}/other` })))),
  ],
  [
    'a server without PKCE',
    { check: 'metadata', connection: 0, outcome: 'failed', owner: 'identity-provider', code: 'pkce_unsupported' },
    async () =>
      tried(
        await open(),
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
      tried(
        await open(),
        atServer(await describing((origin) => metadataOf(origin, { token_endpoint: 'https://other.example/token' }))),
      ),
  ],
  [
    'a workspace that is an account',
    { check: 'level', connection: 0, outcome: 'failed', owner: 'person', code: 'level_wrong' },
    async () => {
      await services.controls.authorizationServer.setBehaviour({ hostKind: 'unified' });
      return tried(await open(), databricks());
    },
  ],
  [
    'a port that another program holds, on one of two addresses',
    { check: 'ports', connection: 0, outcome: 'warning', owner: 'person', code: 'port_taken' },
    async () => {
      const draft = databricks();
      await holding(draft.connections[0]?.redirectUris[1] ?? '');
      return tried(await open(), draft);
    },
  ],
  [
    'all ports held',
    { check: 'ports', connection: 0, outcome: 'failed', owner: 'person', code: 'redirect_ports_busy' },
    async () => {
      const [uri = ''] = services.authorizationServer.redirectUris;
      await holding(uri);
      return tried(await open(), databricks({ redirectUris: [uri] }));
    },
  ],
  [
    'a redirect URL that is not registered',
    { check: 'redirect', connection: 0, outcome: 'failed', owner: 'databricks', code: 'redirect_uri_mismatch' },
    async () => {
      const [port] = await freePorts(1);
      return tried(await open(), databricks({ redirectUris: [`http://localhost:${port}/auth/callback`] }));
    },
  ],
  [
    'a scope that the server does not know',
    { check: 'scopes', connection: 0, outcome: 'failed', owner: 'snowflake', code: 'authorization_invalid_scope' },
    async () => {
      const draft = profileOf(services.drafts.snowflake());
      return tried(await open(), withFirst(draft, { scopes: ['session:role-any', 'refresh_token', 'nonsense'] }));
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
      return tried(await open(), withFirst(draft, { scopes: ['all-apis', 'nonsense'] }));
    },
  ],
  [
    'scopes that bring no refresh token',
    { check: 'scopes', connection: 0, outcome: 'warning', owner: 'person', code: 'scopes_without_refresh' },
    async () => tried(await open(), databricks({ scopes: ['all-apis'] })),
  ],
  [
    'a wrong client secret',
    { check: 'client', connection: 0, outcome: 'failed', owner: 'person', code: 'client_rejected' },
    async () => tried(await open(), databricks({ clientSecret: 'wrong-secret-of-the-test' })),
  ],
  [
    'a machine with a wrong secret',
    { check: 'client', connection: 0, outcome: 'failed', owner: 'person', code: 'client_rejected' },
    async () => {
      const draft = services.drafts.profile({
        connections: [services.drafts.servicePrincipal()],
        email: 'wall@example.com',
      });
      return tried(await open(), withFirst(draft, { clientSecret: 'wrong-secret-of-the-test' }));
    },
  ],
  [
    'a Sigma that does not exist',
    { check: 'sigma', connection: null, outcome: 'failed', owner: 'it', code: 'offline' },
    async () => tried(await open(), at('https://sigma.invalid/acme/workbook/Sales-1abc')),
    { check: 'dns', owner: 'person', code: 'dns_unknown' },
  ],
  [
    'the login of a network in the place of Sigma',
    { check: 'sigma', connection: null, outcome: 'failed', owner: 'it', code: 'sigma_redirects' },
    async () => {
      const origin = await served(async (_request, response) => {
        response.writeHead(302, { location: 'https://login.proxy.example/?next=sigma' }).end();
      });
      return tried(await open(), at(`${origin}/acme/workbook/Sales-1abc`));
    },
    { check: 'reach', code: 'reach_elsewhere' },
  ],
  [
    'the page of a filter in the place of Sigma',
    { check: 'sigma', connection: null, outcome: 'warning', owner: 'it', code: 'sigma_unlike' },
    async () => {
      const origin = await served(async (_request, response) => sendHtml(response, 200, '<h1>Blocked by policy</h1>'));
      return tried(await open(), at(`${origin}/acme/workbook/Sales-1abc`));
    },
  ],
  [
    'a Sigma in trouble',
    { check: 'sigma', connection: null, outcome: 'failed', owner: 'sigma', code: 'sigma_troubled' },
    async () => {
      const origin = await served(async (_request, response) => sendText(response, 503, 'Sigma is being maintained.'));
      return tried(await open(), at(`${origin}/acme/workbook/Sales-1abc`));
    },
  ],
  [
    'a certificate that nobody vouches for',
    { check: 'metadata', connection: 0, outcome: 'failed', owner: 'it', code: 'tls_untrusted' },
    async () => tried(await open(), atServer(await behindUnknownAuthority())),
    { check: 'tls', code: 'tls_unknown_issuer' },
  ],
  [
    'a clock that is off by an hour',
    { check: 'clock', connection: null, outcome: 'warning', owner: 'it', code: 'clock_wrong' },
    async () => {
      const wallClock = { aheadMs: () => -3_600_000, isTimeKnown: () => true, difference: () => null };
      return tried(await open({ wallClock }), databricks());
    },
  ],
  [
    'no keychain',
    { check: 'keychain', connection: null, outcome: 'warning', owner: 'it', code: 'vault_unprotected' },
    async () => tried(await open({ vault: createMemoryVault() }), databricks()),
    // Which works by now, as the doctor finds.
    { owner: 'person', code: 'keychain_back' },
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
      return { program, draft: saved };
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
      return { program, draft: saved };
    },
  ],
  [
    'a sign-in that names nobody',
    { check: 'identity', connection: null, outcome: 'failed', owner: 'snowflake', code: 'identity_unknown' },
    async () => {
      await services.controls.snowflake?.setBehaviour({ answerUsername: false });
      const { program, saved } = await signedIn(profileOf(services.drafts.snowflake()));
      return { program, draft: saved };
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
      return { program, draft: saved };
    },
  ],
];

const tried = (program: Program, draft: ProfileDraft): Tried => ({ program, draft });
const here = { windowId: 'window', kind: 'viewer' } as const;

export const at = (url: string): ProfileDraft => {
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
