/** The claims that the program signs, as Sigma takes them: from a profile and a sign-in to the page that loads. */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ProfileDraft } from '../../../src/shared/profile/profile.ts';
import { usualOptions } from '../../../src/shared/profile/workbook-options.ts';
import { type DemoServices, startDemoServices } from '../../../standins/demo-services.ts';
import { demoTenants } from '../../../standins/sigma/embed-check.ts';
import { decryptConnectionToken } from '../../../standins/sigma/token-decryption.ts';
import { freePorts } from '../../support/driver/free-ports.ts';
import { openProgramOverStandIns } from '../../support/program-over-stand-ins.ts';

const INTERNAL_USER = 'ada.moreno@example.com';

let services: DemoServices;
let program: Awaited<ReturnType<typeof openProgramOverStandIns>>;

beforeAll(async () => {
  const redirectUris = (await freePorts(3)).map((port) => `http://localhost:${port}/auth/databricks/callback`);
  services = await startDemoServices({
    redirectUris,
    internalUsers: [],
    extras: { identityProvider: 'okta', serviceAccount: true, twoConnections: true },
  });
});
afterAll(() => services.stop());
beforeEach(async () => {
  program = await openProgramOverStandIns();
  return () => program.close();
});

const workbookNamed = (title: string) => services.sigma.workbooks.filter((workbook) => workbook.title === title);
const connectionId = (level: 'workspace' | 'account') => services.drafts.databricks({ level }).sigmaConnectionId;

/** A draft whose token is for the whole organisation. */
const forOrganisation = (changes: Partial<ProfileDraft> = {}): ProfileDraft => ({
  ...services.drafts.profile({
    connections: [
      { ...services.drafts.databricks({ publicClient: true }), sigmaConnectionId: null, isForOrganisation: true },
    ],
  }),
  ...changes,
});

/** Saves, signs in, opens the first workbook, and loads what was signed for it. */
async function load(draft: ProfileDraft, person?: string) {
  const profile = await program.save(draft);
  await program.signIn(profile, person);
  const { url, details } = await program.open(profile.workbooks[0]?.id ?? '');
  const html = await (await fetch(url)).text();
  const boot = JSON.parse(/id="boot">(.*?)<\/script>/.exec(html)?.[1] ?? 'null') as { sessionId: string } | null;
  const load = (await services.controls.sigma.journal()).at(-1);
  const query = async () => {
    const response = await fetch(`${services.sigma.origin}/api/query`, {
      method: 'POST',
      headers: { 'x-workbook-session': boot?.sessionId ?? '' },
      body: JSON.stringify({ element: 'summary', state: (boot as { state?: unknown } | null)?.state }),
    });
    return response.status;
  };
  return { url, details, html, load, query };
}

describe('Sigma takes', () => {
  test('a token for the whole organisation, a tenant, a connection for all queries and the names of the person', async () => {
    const [tenant = null] = demoTenants;
    await services.controls.warehouse.clearAudit();
    const {
      load: loaded,
      html,
      details,
      query,
    } = await load(forOrganisation({ tenant, evalConnectionId: connectionId('workspace') }));
    expect(loaded).toMatchObject({
      accepted: true,
      sub: 'ada.moreno@example.com',
      connectionIds: [],
      tenant,
      evalConnectionId: connectionId('workspace'),
    });
    expect(html).toContain('<strong>Ada Moreno</strong>');
    // The token was decrypted and is the one of the person.
    expect(await query()).toBe(200);
    expect(await services.controls.warehouse.audit()).toMatchObject([
      { userName: 'ada.moreno@example.com', connectionId: connectionId('workspace') },
    ]);
    expect(details.claims).toMatchObject({ oauth_token: expect.any(Number), first_name: 'Ada', last_name: 'Moreno' });
    expect(details.claims).not.toHaveProperty('connection_oauth_tokens');
  });

  test('nothing of the token in clear, nor does the log hold it or its encrypted form', async () => {
    const { url } = await load(forOrganisation());
    const jwt = new URL(url).searchParams.get(':jwt') ?? '';
    const claims = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8'));
    expect(claims).toMatchObject({ ver: '1.1', aud: 'sigmacomputing' });
    expect(claims.oauth_token.split('.')).toHaveLength(4);
    const log = program.lines.join('\n');
    expect(log).not.toBe('');
    const token = await decryptConnectionToken(services.sigma.embedClient.secret, claims.oauth_token);
    expect(token).toMatch(/^.{20,}$/);
    expect(url).not.toContain(token);
    for (const part of [token, claims.oauth_token, ...claims.oauth_token.split('.'), jwt, claims.jti]) {
      expect(log).not.toContain(part);
    }
    expect(JSON.stringify(program.state())).not.toContain(claims.oauth_token);
  });

  test('a token for the whole organisation beside the one of a connection', async () => {
    const draft = services.drafts.profile({
      connections: [
        ...forOrganisation().connections,
        services.drafts.databricks({ level: 'account', publicClient: true }),
      ],
      workbooks: services.sigma.workbooks.filter(({ level }) => level === 'account').slice(0, 1),
    });
    const { load: loaded, details, query } = await load(draft);
    expect(loaded).toMatchObject({ accepted: true, connectionIds: [connectionId('account')] });
    expect(details.claims).toHaveProperty('oauth_token');
    expect(await query()).toBe(200);
  });

  test('the names of the ID token, where the sign-in only says who the person is', async () => {
    const draft = services.drafts.profile({
      connections: [services.drafts.identityOnly()],
      workbooks: workbookNamed('Regional Operations'),
      rowLevelSecurity: true,
    });
    const { load: loaded, html, details } = await load(draft, 'Chiara Lind');
    expect(loaded).toMatchObject({ accepted: true });
    expect(details.claims).toMatchObject({ first_name: 'Chiara', last_name: 'Lind' });
    expect(html).toContain('<strong>Chiara Lind</strong>');
  });

  test('no names, account type or teams of an internal user', async () => {
    const draft = forOrganisation({ user: { kind: 'internal', email: null, differentAddresses: 'refused' } });
    const { load: loaded, html, details } = await load(draft);
    expect(loaded).toMatchObject({ accepted: true });
    expect(Object.keys(details.claims)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/name|teams|account_type/)]),
    );
    expect(html).toContain(`<strong>${INTERNAL_USER}</strong>`);
  });
});

describe('Sigma refuses', () => {
  const refusals: [what: string, draft: () => ProfileDraft, code: string, message: string][] = [
    [
      'what another secret signed and encrypted',
      () => forOrganisation({ embedSecret: 'another-secret' }),
      'EINVAL',
      'Invalid signature',
    ],
    [
      'a workbook whose connection does not take the token for the whole organisation',
      () => ({
        ...forOrganisation(),
        workbooks: services.sigma.workbooks
          .filter(({ level }) => level === 'account')
          .slice(0, 1)
          .map(({ title, url }) => ({ id: null, title, url, options: usualOptions })),
      }),
      'EACCES',
      'Sign in to view this connection',
    ],
    ['a tenant for which it does not sign', () => forOrganisation({ tenant: 'nobody' }), 'ENOENT', 'Tenant not found'],
    [
      'a connection for all queries that is not there',
      () => forOrganisation({ evalConnectionId: 'nowhere' }),
      'ENOENT',
      'Connection nowhere was not found',
    ],
    [
      'a connection for all queries that got no token',
      () => forOrganisation({ evalConnectionId: connectionId('account') }),
      'EACCES',
      'Sign in to view this connection',
    ],
  ];

  test.each(refusals)('%s', async (_what, draft, code, message) => {
    expect((await load(draft())).load).toMatchObject({ accepted: false, code, message });
  });
});

test('names and all the rest are refused for a person whom Sigma knows as an internal user', async () => {
  const own = await startDemoServices({
    redirectUris: (await freePorts(2)).map((port) => `http://localhost:${port}/auth/databricks/callback`),
    internalUsers: [INTERNAL_USER],
  });
  try {
    const draft = own.drafts.profile({ connections: [own.drafts.databricks({ publicClient: true })] });
    const profile = await program.save(draft);
    await program.signIn(profile);
    await fetch((await program.open(profile.workbooks[0]?.id ?? '')).url);
    const refused = 'Cannot update account type for internal users';
    expect((await own.controls.sigma.journal()).at(-1)).toMatchObject({ accepted: false, message: refused });
  } finally {
    await own.stop();
  }
});
