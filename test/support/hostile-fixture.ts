/**
 * A sign-in with everything real but the browser, the clock and the vault, against servers that follow a script.
 *
 * What must hold in every case, whatever the script says, is checked here after each attempt and not in the cases:
 * a failure stores nothing, a success stores its grant once; code, verifier and client secret reach the token endpoint
 * of the server that the person is signing in to and no other place; a server that is not configured hears nothing; and
 * nothing secret stands in an error, a log line or a page.
 */
import { createHash, randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { expect } from 'vitest';
import { createClock } from '../../src/main/async/clock.ts';
import { createLog } from '../../src/main/log/log.ts';
import { createFetch } from '../../src/main/net/fetch.ts';
import type { Grant } from '../../src/main/oauth/grants/grant.ts';
import { scopeRules } from '../../src/main/oauth/grants/granted-scopes.ts';
import { createSignIns } from '../../src/main/oauth/sign-in/sign-in.ts';
import type { SignIn } from '../../src/main/oauth/sign-in/sign-in-attempt.ts';
import type { SignInRequest } from '../../src/main/oauth/sign-in/sign-in-request.ts';
import type { OAuthClient } from '../../src/main/oauth/tokens/authorization-server.ts';
import { createMetadataSource } from '../../src/main/oauth/tokens/server-metadata.ts';
import { createTokenClient } from '../../src/main/oauth/tokens/token-client.ts';
import { AppError, type ErrorCode } from '../../src/shared/errors.ts';
import { en } from '../../src/shared/text/en.ts';
import { freePorts } from './driver/free-ports.ts';
import { type Answer, type HostileServer, json, type Received, startHostileServer } from './hostile-server.ts';
import { arrive, type Visit } from './plain-browser.ts';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';

export const paths = {
  metadata: '/as/.well-known/openid-configuration',
  metadataToo: '/as/v1/.well-known/openid-configuration',
  authorize: '/as/authorize',
  token: '/as/token',
  revoke: '/as/revoke',
  keys: '/as/keys',
  me: '/scim/Me',
  userInfo: '/as/userinfo',
} as const;

/** What the server hands out in one attempt. Short enough that no redactor knows them by their looks. */
export interface Issued {
  readonly code: string;
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** What a script may need to know. */
export interface Scene {
  /** The server that the person signs in to. */
  readonly as: HostileServer;
  readonly issuer: string;
  /** Another server that is configured and honest. */
  readonly other: HostileServer;
  readonly otherIssuer: string;
  /** A server that is not configured. */
  readonly elsewhere: HostileServer;
  readonly issued: Issued;
  readonly client: OAuthClient;
  /** The nonce of the authorization request, once the browser brought it. */
  nonce(): string | null;
  readonly signer: Signer;
}

/** What the person's browser and a test that looks over its shoulder can do. */
export interface Watched {
  readonly scene: Scene;
  readonly signIn: SignIn;
  readonly stored: readonly Grant[];
  readonly lines: readonly string[];
  readonly clock: VirtualClock;
  /** Where the authorization server sends the browser. */
  readonly callback: string;
  readonly redirectUri: string;
  readonly state: string;
  /** The callback with another query. */
  withQuery(parameters: Readonly<Record<string, string>>): string;
  /** Lets the sign-in come to its honest end and shows its page. */
  arrive(url?: string): Promise<void>;
  /** What the browser got to see, for the search for secrets. */
  saw(visit: Visit): void;
}

export interface Script {
  /** What the first metadata address answers. */
  readonly metadata?: (scene: Scene) => Answer;
  /** What the second one answers; nothing is there by default. */
  readonly metadataToo?: (scene: Scene) => Answer;
  /** Changes to the honest metadata. */
  readonly describe?: (scene: Scene) => Readonly<Record<string, unknown>>;
  readonly withFixedEndpoints?: boolean;
  /** Changes the answer that the browser brings back. */
  readonly respond?: (response: URLSearchParams, scene: Scene) => void;
  /** What the browser does with that answer; by default it brings it. */
  readonly browse?: (watched: Watched) => Promise<void>;
  readonly token?: (scene: Scene) => Answer | Promise<Answer>;
  /** Changes to the claims of the ID token; null leaves the token out. */
  readonly claims?: (scene: Scene) => Readonly<Record<string, unknown>>;
  /** Makes the ID token from its claims; by default an honest signature. */
  readonly idToken?: (claims: Record<string, unknown>, scene: Scene) => string | Promise<string>;
  readonly keys?: (scene: Scene) => Answer;
  readonly me?: (scene: Scene) => Answer;
  /** What UserInfo answers, at a server that has one; then there is no SCIM. */
  readonly userInfo?: (scene: Scene) => Answer | Promise<Answer>;
  /** Claims that are mapped. */
  readonly claimNames?: readonly string[];
  /** What the other server says of itself, and what it answers where the token of the first is exchanged there (RFC 8693). */
  readonly metadataOfOther?: (scene: Scene) => Answer;
  readonly exchange?: (scene: Scene) => Answer;
  readonly scopes?: readonly string[];
  readonly confidential?: boolean;
  /** Small limits on time, for answers that never come. */
  readonly hurried?: boolean;
  /** The part of the other server, when the person signs in to that one. */
  readonly atOther?: boolean;
}

export interface Outcome {
  readonly error: AppError | null;
  readonly grant: Grant | null;
  readonly scene: Scene;
  readonly stored: readonly Grant[];
  readonly lines: readonly string[];
  /** What came to the token endpoint of the server that the person signs in to. */
  readonly tokenRequests: readonly Received[];
  /** The last page that the browser saw. */
  readonly page: Visit | null;
}

export interface Signer {
  readonly kid: string;
  readonly publicJwk: JWK;
  readonly privateKey: CryptoKey;
}

export async function createSigner(kid: string, alg = 'RS256'): Promise<Signer> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, publicJwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' }, privateKey };
}

export const signedBy = (claims: Record<string, unknown>, signer: Signer, header: object = {}): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: signer.kid, ...header }).sign(signer.privateKey);

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token of these parts, whatever they are. */
export const unsignedJwt = (header: unknown, claims: unknown, signature = ''): string =>
  `${base64url(header)}.${base64url(claims)}.${signature}`;

const HURRIED = { connect: 400, request: 400 };
const random = (prefix: string): string => `${prefix}-${randomBytes(12).toString('hex')}`;

export async function startHostileFixture() {
  const [first, other, elsewhere] = await Promise.all([
    startHostileServer(),
    startHostileServer(),
    startHostileServer(),
  ]);
  const redirectUris = (await freePorts(3)).map((port) => `http://localhost:${port}/auth/callback`);
  const signer = await createSigner('key-1');
  const clientSecret = random('secret');
  const publicClient: OAuthClient = { clientId: 'sightglass', authentication: { method: 'none' } };
  const confidentialClient: OAuthClient = {
    clientId: 'sightglass-confidential',
    authentication: { method: 'client_secret_post', clientSecret },
  };

  /** Everything that one program keeps between sign-ins. */
  function program(hurried = false) {
    const lines: string[] = [];
    const clock = createVirtualClock(Date.now());
    const log = createLog({ write: (line) => lines.push(line), now: Date.now });
    const fetch = createFetch({ allowLoopbackHttp: true, ...(hurried ? { timeouts: HURRIED } : {}) });
    const tokenClient = createTokenClient({ ...createClock(), fetch, allowLoopbackHttp: true });
    const metadata = createMetadataSource({ ...createClock(), fetch, allowLoopbackHttp: true, log });
    const stored: Grant[] = [];
    const revocations: Promise<void>[] = [];
    let opened: (url: string) => void = () => undefined;
    const all = createSignIns({
      ...clock,
      now: Date.now,
      fetch,
      metadata,
      tokenClient,
      text: en,
      openBrowser: async (url) => opened(url),
      storeGrant: async (grant) => void stored.push(grant),
      revoke: (grant, client) => void revocations.push(tokenClient.revokeGrant(grant, client)),
      onPhase: () => undefined,
      onBrowserFailure: () => undefined,
      log,
    });
    const stop = async () => {
      await all.dispose();
      await fetch.close();
    };
    const nextBrowser = () =>
      new Promise<string>((resolve) => {
        opened = resolve;
      });
    /** Tokens that were not wanted after all have been given back. */
    const revoked = async () => void (await Promise.allSettled(revocations.splice(0)));
    return { all, clock, lines, log, stored, fetch, tokenClient, nextBrowser, revoked, stop };
  }
  type Program = ReturnType<typeof program>;

  function honestMetadata(server: HostileServer): Record<string, unknown> {
    return {
      issuer: `${server.origin}/as`,
      authorization_endpoint: `${server.origin}${paths.authorize}`,
      token_endpoint: `${server.origin}${paths.token}`,
      revocation_endpoint: `${server.origin}${paths.revoke}`,
      jwks_uri: `${server.origin}${paths.keys}`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['none', 'client_secret_post'],
      id_token_signing_alg_values_supported: ['RS256'],
      authorization_response_iss_parameter_supported: true,
    };
  }

  function setStage(script: Script): Scene {
    for (const server of [first, other, elsewhere]) server.reset();
    const [as, another] = script.atOther ? [other, first] : [first, other];
    const issued = { code: random('code'), accessToken: random('access'), refreshToken: random('refresh') };
    const client = script.confidential ? confidentialClient : publicClient;
    let nonce: string | null = null;
    const scene: Scene = {
      as,
      issuer: `${as.origin}/as`,
      other: another,
      otherIssuer: `${another.origin}/as`,
      elsewhere,
      issued,
      client,
      nonce: () => nonce,
      signer,
    };
    another.answer(paths.metadata, script.metadataOfOther?.(scene) ?? json(honestMetadata(another)));
    if (script.exchange) another.answer(paths.token, script.exchange(scene));
    as.answer(
      paths.metadata,
      script.metadata?.(scene) ??
        json({
          ...honestMetadata(as),
          ...(script.userInfo ? { userinfo_endpoint: `${as.origin}${paths.userInfo}` } : {}),
          ...(script.describe?.(scene) ?? {}),
        }),
    );
    const { userInfo } = script;
    if (userInfo) as.answer(paths.userInfo, async (request, response) => (await userInfo(scene))(request, response));
    if (script.metadataToo) as.answer(paths.metadataToo, script.metadataToo(scene));
    as.answer(paths.authorize, ({ query }, response) => {
      nonce = query.get('nonce');
      const answer = new URLSearchParams({ code: issued.code, state: query.get('state') ?? '', iss: scene.issuer });
      script.respond?.(answer, scene);
      response.writeHead(302, { location: `${query.get('redirect_uri')}?${answer}` }).end();
    });
    as.answer(paths.token, async (request, response) => {
      const answer = await (script.token?.(scene) ?? json(await tokenAnswer(scene, script)));
      await answer(request, response);
    });
    as.answer(paths.revoke, json({}));
    as.answer(paths.keys, script.keys?.(scene) ?? json({ keys: [signer.publicJwk] }));
    as.answer(paths.me, script.me?.(scene) ?? json({ id: '7', userName: 'ada@example.com', displayName: 'Ada' }));
    return scene;
  }

  /** What an honest token endpoint answers, with the ID token of the script. */
  async function tokenAnswer(scene: Scene, script: Script = {}): Promise<Record<string, unknown>> {
    const nowS = Math.floor(Date.now() / 1_000);
    const { accessToken, refreshToken } = scene.issued;
    const scopes = script.scopes ?? ['all-apis', 'offline_access'];
    const answer = {
      access_token: accessToken,
      refresh_token: refreshToken,
      token_type: 'Bearer',
      expires_in: 3_600,
      scope: scopes.join(' '),
    };
    if (!scopes.includes('openid')) return answer;
    const claims = {
      iss: scene.issuer,
      aud: scene.client.clientId,
      sub: '7',
      email: 'ada@example.com',
      iat: nowS,
      exp: nowS + 600,
      ...(scene.nonce() === null ? {} : { nonce: scene.nonce() }),
      ...(script.claims?.(scene) ?? {}),
    };
    const idToken = await (script.idToken?.(claims, scene) ?? signedBy(claims, signer));
    return { ...answer, id_token: idToken };
  }

  function requestFor(scene: Scene, script: Script): SignInRequest {
    const { origin } = scene.as;
    return {
      connectionId: 'connection',
      server: {
        issuer: scene.issuer,
        metadataUrls: [`${origin}${paths.metadata}`, `${origin}${paths.metadataToo}`],
        fixedEndpoints: script.withFixedEndpoints
          ? { authorization_endpoint: `${origin}${paths.authorize}`, token_endpoint: `${origin}${paths.token}` }
          : null,
      },
      client: scene.client,
      scopes: script.scopes ?? ['all-apis', 'offline_access'],
      redirectUris,
      extraParameters: {},
      identityUrl: script.exchange || script.userInfo ? null : `${origin}${paths.me}`,
      claimNames: script.claimNames ?? [],
      exchange: script.exchange
        ? {
            server: {
              issuer: scene.otherIssuer,
              metadataUrls: [`${scene.other.origin}${paths.metadata}`],
              fixedEndpoints: null,
            },
            clientId: null,
            scopes: ['all-apis'],
            scopeRules: scopeRules({ refreshScope: null, place: 'there' }),
          }
        : null,
    };
  }

  /** One sign-in after the script, in a program of its own unless one is given. */
  async function attempt(script: Script = {}, within?: Program): Promise<Outcome> {
    const running = within ?? program(script.hurried);
    const scene = setStage(script);
    const before = running.stored.length;
    const firstLine = running.lines.length;
    const visits: Visit[] = [];
    const browserOpens = running.nextBrowser();
    const signIn = running.all.start(requestFor(scene, script));
    const ended = signIn.result.then(
      (grant) => ({ grant, error: null }),
      (error: unknown) => ({ grant: null, error }),
    );
    let address: string | null = null;
    try {
      address = await Promise.race([browserOpens, ended.then(() => null)]);
      if (address !== null) {
        const callback = await answerOf(address, scene);
        const { redirect_uri: redirectUri = '', state = '' } = Object.fromEntries(new URL(address).searchParams);
        const saw = (visit: Visit) => void visits.push(visit);
        const goOn = async (url = callback) => {
          const { redirect: first, page } = await arrive(url);
          saw(first);
          saw(page);
        };
        const watched: Watched = {
          scene,
          signIn,
          stored: running.stored,
          lines: running.lines,
          clock: running.clock,
          callback,
          redirectUri,
          state,
          withQuery: (parameters) => `${redirectUri}?${new URLSearchParams(parameters)}`,
          arrive: goOn,
          saw,
        };
        await (script.browse?.(watched) ?? goOn());
      }
      // A browser that never brought a good answer leaves the sign-in waiting.
      if (signIn.phase() === 'waiting-for-browser') running.all.cancel();
    } catch (error) {
      // A red case must not keep its port from the next.
      await running.stop();
      throw error;
    }
    const { grant, error } = await ended;
    await running.revoked();
    if (error !== null) expect(error).toBeInstanceOf(AppError);
    const outcome: Outcome = {
      grant,
      error: error as AppError | null,
      scene,
      stored: running.stored.slice(before),
      lines: running.lines.slice(firstLine),
      tokenRequests: scene.as.received(paths.token),
      page: visits.at(-1) ?? null,
    };
    // Before the invariants, so that a red case does not keep its ports.
    if (!within) await running.stop();
    holdInvariants(outcome, address, visits);
    return outcome;
  }

  /** Opens the authorization page as a browser does and says where it is sent. */
  async function answerOf(address: string, scene: Scene): Promise<string> {
    expect(new URL(address).origin).toBe(scene.as.origin);
    const response = await fetch(address, { redirect: 'manual' });
    return response.headers.get('location') ?? '';
  }

  function holdInvariants(outcome: Outcome, address: string | null, visits: readonly Visit[]): void {
    const { error, grant, scene, stored, lines } = outcome;
    expect(stored, 'what was stored').toEqual(error ? [] : [grant]);
    expect(
      scene.elsewhere.journal.map(({ text }) => text),
      'requests to a server that is not configured',
    ).toEqual([]);

    const query = address === null ? null : new URL(address).searchParams;
    const challenge = query?.get('code_challenge') ?? null;
    const verifiers = outcome.tokenRequests.map(({ form }) => form.get('code_verifier'));
    const { code, accessToken, refreshToken } = scene.issued;
    const secrets = [
      code,
      clientSecret,
      ...verifiers,
      accessToken,
      refreshToken,
      query?.get('state'),
      query?.get('nonce'),
    ];

    for (const server of [first, other, elsewhere]) {
      for (const received of server.journal) {
        const own = server === scene.as;
        const name = `${own ? 'the server' : 'another server'} at ${received.path}`;
        const absent = (values: readonly (string | null | undefined)[], what: string) => {
          for (const value of values) if (value) expect(received.text, `${what} sent to ${name}`).not.toContain(value);
        };
        if (!(own && received.path === paths.token)) {
          absent([code, ...verifiers], 'code or verifier');
          if (!(own && received.path === paths.revoke)) absent([clientSecret], 'client secret');
          expect(holdsVerifier(received.text, challenge), `verifier sent to ${name}`).toBe(false);
        }
        const isRevocation = own && received.path === paths.revoke && error !== null;
        const mayHoldToken = own && (received.path === paths.me || received.path === paths.userInfo);
        if (!isRevocation && !mayHoldToken) absent([accessToken], 'access token');
        if (!isRevocation) absent([refreshToken], 'refresh token');
      }
    }

    const shown = visits.map(({ headers, body }) => `${JSON.stringify(headers)}${body}`);
    const told = error
      ? [error.message, JSON.stringify(error.toView()), inspect(error, { depth: 12, showHidden: true })]
      : [];
    for (const text of [...lines, ...shown, ...told]) {
      for (const secret of secrets) if (secret) expect(text, 'a secret came out').not.toContain(secret);
      expect(text, 'a token came out').not.toMatch(/eyJ[\w-]+\.[\w-]+\./);
      expect(holdsVerifier(text, challenge), 'the verifier came out').toBe(false);
    }
    if (error) {
      expect(lines.join('\n')).toContain(`"code":"${error.code}"`);
      for (const { body } of visits) expect(body).not.toContain('You are signed in');
    }
  }

  const stop = async () => void (await Promise.all([first, other, elsewhere].map((server) => server.stop())));
  return { attempt, program, tokenAnswer, redirectUris, signer, clientSecret, publicClient, stop };
}

export type HostileFixture = Awaited<ReturnType<typeof startHostileFixture>>;

/** Whether a text holds what hashes to the challenge: so a verifier is found that the test never got to see. */
function holdsVerifier(text: string, challenge: string | null): boolean {
  if (challenge === null) return false;
  return [...text.matchAll(/[\w.~-]{43,128}/g)].some(
    ([word]) => createHash('sha256').update(word).digest('base64url') === challenge,
  );
}

/** The sign-in failed in this way, and the code went, once, to the token endpoint of its server — or nowhere. */
export function expectRefused(outcome: Outcome, code: ErrorCode, codeWasSent: boolean): void {
  expect({ code: outcome.error?.code, stored: outcome.stored }).toEqual({ code, stored: [] });
  const sent = outcome.tokenRequests.map(({ form }) => form.get('code'));
  expect(sent, 'codes that were sent').toEqual(codeWasSent ? [outcome.scene.issued.code] : []);
}

/** The sign-in came to its end with the code that was issued to it and no other. */
export function expectSignedIn(outcome: Outcome): Grant {
  expect(outcome.error).toBeNull();
  expect(outcome.tokenRequests.map(({ form }) => form.get('code'))).toEqual([outcome.scene.issued.code]);
  expect(outcome.stored).toHaveLength(1);
  expect(outcome.grant).not.toBeNull();
  return outcome.grant as Grant;
}
