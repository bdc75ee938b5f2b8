/** What single checks make of what they see, over a network that answers as the test says. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import type { Check } from '../../../../src/main/app/doctor/check.ts';
import type { Parts } from '../../../../src/main/app/doctor/parts.ts';
import { allChecks } from '../../../../src/main/app/doctor/registry.ts';
import { createSubject } from '../../../../src/main/app/doctor/subject.ts';
import { createSerialQueue } from '../../../../src/main/async/serial-queue.ts';
import type { CheckId, CheckResult } from '../../../../src/shared/checks.ts';
import { noGrant } from '../../../../src/shared/grants.ts';
import type { ProfileDraft } from '../../../../src/shared/profile/profile.ts';
import { freePorts } from '../../../support/driver/free-ports.ts';
import { profileSetupFixture } from '../../../support/profile-setup-fixture.ts';
import { newDraft, silentLog, withConnection } from '../../../support/profiles.ts';
import { createVirtualClock } from '../../../support/virtual-clock.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A check of a draft that is not saved. */
async function look(
  id: CheckId,
  draft: ProfileDraft,
  answer: (url: URL) => Response,
  otherwise: Partial<Parts> = {},
  isOfDoctor = false,
): Promise<CheckResult> {
  const { profiles, secrets, vault } = await profileSetupFixture();
  const parts: Parts = {
    ...createVirtualClock(),
    fetch: async (url) => answer(new URL(url)),
    allowLoopbackHttp: false,
    vault,
    secrets,
    keeper: { view: noGrant, held: () => [] },
    isSigningIn: () => false,
    listensAt: () => null,
    sign: async () => {
      throw new Error('Nothing is signed before a sign-in.');
    },
    portTurns: createSerialQueue<'port'>(),
    log: silentLog,
    ...otherwise,
  };
  const { signal } = new AbortController();
  const options = { draft, profile: profiles.prepare(draft), before: null, isSaved: false, isOfDoctor };
  const subject = createSubject(options, parts, signal);
  const check: Check | undefined = allChecks.find((one) => one.id === id);
  if (check?.about === 'profile') return check.run(subject, parts, signal);
  const [first] = subject.connections;
  if (check?.about !== 'connection' || !first) throw new Error(`There is no check ${id}.`);
  return check.run(first, parts, signal);
}

const nothing = () => new Response('Nothing is here.', { status: 404 });
const html = (body: string, status = 200) =>
  new Response(body, { status, headers: { 'content-type': 'text/html; charset=utf-8' } });
const codes = ({ outcome, findings }: CheckResult) => [outcome, ...findings.map(({ code }) => code)];

describe('the address of Sigma', () => {
  const page = (body: string, url = 'https://app.sigmacomputing.com/acme/workbook/Sigma-Sales-1') =>
    look('sigma', { ...newDraft, workbooks: newDraft.workbooks.map((workbook) => ({ ...workbook, url })) }, () =>
      html(body),
    );

  test.each([
    'Access to app.sigmacomputing.com is blocked by policy.',
    'Access to https://app.sigmacomputing.com/acme/workbook/Sigma-Sales-1 is blocked by policy.',
    'Blocked: APP.SIGMACOMPUTING.COM/ACME/WORKBOOK/SIGMA-SALES-1',
  ])('is not right by a filter that repeats it: %s', async (sentence) => {
    expect(codes(await page(`<title>Blocked</title><h1>${sentence}</h1>`))).toEqual(['warning', 'sigma_unlike']);
  });

  test('is right where Sigma names itself', async () => {
    const body = '<title>Sigma</title><script src="https://app.sigmacomputing.com/g/app.js"></script>';
    expect(codes(await page(body))).toEqual(['ok', 'sigma_answers']);
  });
});

describe('the level of a Databricks host', () => {
  const workspace = 'https://adb-1.2.azuredatabricks.net';
  const at = (level: 'workspace' | 'account' | 'automatic') =>
    withConnection(newDraft, {
      server: { provider: 'databricks', host: workspace, level, accountId: '0d26daa6-5e44-4c97-a497-ef015f91254a' },
    });
  const told = () => Response.json({ oidc_endpoint: `${workspace}/oidc` });

  test.each(['workspace', 'automatic'] as const)('is not known of a host that says nothing: %s', async (level) => {
    expect(codes(await look('level', at(level), nothing))).toEqual(['skipped', 'level_unsaid']);
  });

  test('is right as it is told', async () => {
    expect(codes(await look('level', at('workspace'), told))).toEqual(['ok', 'level_fits']);
  });

  test('of an account is not said to be what its workspace says of itself', async () => {
    const result = await look('level', at('account'), told);
    expect(codes(result)).toEqual(['ok', 'level_elsewhere']);
    expect(result.findings[0]?.values).toMatchObject({
      told: `${workspace}/oidc`,
      issuer: expect.stringMatching(/^https:\/\/accounts\.azuredatabricks\.net\//),
    });
  });
});

test('scopes of which a server says nothing are not known', async () => {
  const origin = 'https://login.example';
  const draft = withConnection(newDraft, {
    server: { provider: 'oidc', metadataUrl: `${origin}/.well-known/openid-configuration`, audience: null },
    scopes: ['openid', 'offline_access'],
  });
  const metadata = {
    issuer: origin,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/token`,
    code_challenge_methods_supported: ['S256'],
  };
  const answer = ({ pathname }: URL) =>
    pathname.startsWith('/.well-known/') ? Response.json(metadata) : html('Hello');
  expect(codes(await look('scopes', draft, answer))).toEqual(['skipped', 'scopes_unsaid']);
});

test('a machine whose scopes are refused was not asked with a made-up code, and is not said to be', async () => {
  const draft = withConnection(newDraft, {
    flow: 'client_credentials',

    scopes: ['all-apis', 'other'],
  });
  const answer = ({ pathname }: URL) =>
    pathname.endsWith('/token') ? Response.json({ error: 'invalid_scope' }, { status: 400 }) : nothing();
  expect(codes(await look('client', draft, answer))).toEqual(['ok', 'machine_recognised']);
});

test('a secret that a server refuses in the header, and a code in the body, is not taken for right', async () => {
  const draft = withConnection(newDraft, { clientAuthentication: 'automatic' });
  const fetch = async (url: string, init?: RequestInit) => {
    if (!new URL(url).pathname.endsWith('/token')) return nothing();
    return new Headers(init?.headers).has('authorization')
      ? Response.json({ error: 'invalid_client' }, { status: 401 })
      : Response.json({ error: 'invalid_grant' }, { status: 400 });
  };
  expect(codes(await look('client', draft, nothing, { fetch }))).toEqual(['warning', 'client_in_body_alone']);
});

describe('the ports of redirect URLs', () => {
  test('are left alone by the rest of a look when a sign-in begins', async () => {
    const redirectUris = (await freePorts(2)).map((port) => `http://127.0.0.1:${port}/callback`);
    let looks = 0;
    const listensAt = () => {
      looks += 1;
      return null;
    };
    const isSigningIn = () => looks > 0;
    const result = await look('ports', withConnection(newDraft, { redirectUris }), nothing, { isSigningIn, listensAt });
    expect(codes(result)).toEqual(['skipped', 'sign_in_under_way']);
    expect(looks).toBe(1);
  });

  test('that are taken are told with their addresses', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    closers.push(() => new Promise((resolve) => server.close(resolve)));
    const address = server.address();
    const port = String(typeof address === 'object' && address ? address.port : '');
    const draft = withConnection(newDraft, { redirectUris: [`http://localhost:${port}/callback`] });
    const result = await look('ports', draft, nothing);
    expect(codes(result)).toEqual(['failed', 'port_taken']);
    expect(result.findings[0]?.values).toMatchObject({ port, addresses: ['127.0.0.1'] });
  });

  test('that are taken are told with the program by the doctor, and to no form', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    closers.push(() => new Promise((resolve) => server.close(resolve)));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const draft = withConnection(newDraft, { redirectUris: [`http://localhost:${port}/callback`] });
    const network = {
      resolveProxy: async () => 'DIRECT',
      addressesOf: async () => [],
      programAt: async (asked: number) => (asked === port ? 'node' : null),
    };
    const ofDoctor = await look('ports', draft, nothing, { network }, true);
    expect(codes(ofDoctor)).toEqual(['failed', 'port_program', 'port_taken']);
    expect(ofDoctor.findings[0]?.values).toEqual({ port: String(port), program: 'node' });
    expect(codes(await look('ports', draft, nothing, { network }))).toEqual(['failed', 'port_taken']);
  });
});
