/** The program's sign-in at oauth2-mock-server, by which many companies test their own applications. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freePorts } from '../../support/driver/free-ports.ts';
import { reachedOut } from '../only-loopback.ts';
import { load } from '../packages.ts';
import { type Act, hasChromium, openProgram, publicClient } from '../program.ts';

interface Payload {
  aud?: unknown;
  [claim: string]: unknown;
}
interface Service {
  on(event: 'beforeTokenSigning', listener: (token: { payload: Payload }) => void): void;
  on(event: 'beforeResponse', listener: (answer: { statusCode: number; body: object }) => void): void;
  on(event: 'beforeUserinfo', listener: (answer: { body: object; statusCode: number }) => void): void;
  on(event: 'beforeRevoke', listener: () => void): void;
  removeAllListeners(): void;
}
interface Server {
  readonly issuer: { url: string; keys: { generate(algorithm: string): Promise<unknown> } };
  readonly service: Service;
  start(port: number, host: string): Promise<void>;
  stop(): Promise<void>;
}
interface Library {
  OAuth2Server: new () => Server;
}

const scopes = ['openid', 'email', 'profile', 'offline_access'];
const client = publicClient('sightglass');
const email = 'dwho@example.com';
/** It has no page: the browser is sent on at once. */
const nothing: Act = async () => undefined;

describe.skipIf(!hasChromium)('oauth2-mock-server', () => {
  let program: Awaited<ReturnType<typeof openProgram>>;
  let server: Server;

  beforeAll(async () => {
    program = await openProgram();
    const { OAuth2Server } = await load<Library>('oauth2-mock-server');
    server = new OAuth2Server();
    await server.issuer.keys.generate('RS256');
    const [port = 0] = await freePorts(1);
    await server.start(port, 'localhost');
  });
  afterAll(async () => {
    await program?.close();
    await server?.stop();
    expect(reachedOut).toEqual([]);
  });
  beforeEach(() => server.service.removeAllListeners());

  const signIn = () =>
    program.signIn(
      program.requestFor(`${server.issuer.url}/.well-known/openid-configuration`, client, scopes),
      nothing,
    );
  const tellOf = (claims: object) =>
    server.service.on('beforeTokenSigning', ({ payload }) => void Object.assign(payload, claims));

  test('signs in, renews, and signs out', async () => {
    tellOf({ email });
    let revoked = 0;
    server.service.on('beforeRevoke', () => {
      revoked += 1;
    });
    const grant = await signIn();
    expect(grant.person?.userName).toBe(email);
    const renewed = await program.renew(grant, client);
    expect(renewed.refreshToken).not.toBe(grant.refreshToken);
    await program.signOut(renewed, client);
    expect(revoked).toBe(2);
  });

  test('is refused when its ID token is for another application or of another server', async () => {
    for (const claims of [{ aud: 'somebody-else' }, { iss: 'http://localhost:1' }, { nonce: 'another' }]) {
      server.service.removeAllListeners();
      tellOf({ email, ...claims });
      await expect(signIn()).rejects.toMatchObject({ code: 'id_token_invalid' });
    }
  });

  test('ends the sign-in when it calls the refresh token dead', async () => {
    tellOf({ email });
    const grant = await signIn();
    server.service.on('beforeResponse', (answer) =>
      Object.assign(answer, { statusCode: 400, body: { error: 'invalid_grant' } }),
    );
    await expect(program.renew(grant, client)).rejects.toMatchObject({ code: 'grant_dead' });
  });

  test('is asked for UserInfo, for the address that is not in the ID token', async () => {
    server.service.on('beforeUserinfo', (answer) => void Object.assign(answer.body, { email }));
    expect((await signIn()).person?.userName).toBe(email);
  });

  test('is not believed where UserInfo is about another person, or is down', async () => {
    server.service.on('beforeUserinfo', (answer) => void Object.assign(answer.body, { email, sub: 'another' }));
    await expect(signIn()).rejects.toMatchObject({ code: 'user_info_mismatch' });
    server.service.removeAllListeners();
    server.service.on('beforeUserinfo', (answer) => Object.assign(answer, { statusCode: 503, body: {} }));
    expect(await signIn()).toMatchObject({
      person: null,
      identityProblems: { person: { code: 'user_info_failed', values: { status: 503 } } },
    });
  });
});
