/** The doctor after a sign-in, over the stand-ins: what went wrong since is named once, with who must mend it. */
import '../../support/quick-keys.ts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ProgramOptions } from '../../../src/main/app/program-options.ts';
import { createLocalSigner } from '../../../src/main/sigma/local-signer.ts';
import type { SignRequest } from '../../../src/main/sigma/signer.ts';
import { createTokenEncryptor } from '../../../src/main/sigma/token-encryption.ts';
import { createMemoryVault } from '../../../src/main/vault/vault.ts';
import type { CheckId } from '../../../src/shared/checks.ts';
import type { DoctorView } from '../../../src/shared/doctor.ts';
import type { Profile, ProfileDraft } from '../../../src/shared/profile/profile.ts';
import type { SigmaEvent } from '../../../src/shared/sigma/events.ts';
import { type DemoServices, startDemoServices } from '../../../standins/demo-services.ts';
import { wholeComputer } from '../../support/doctor.ts';
import { freePorts } from '../../support/driver/free-ports.ts';
import { faultsOf } from '../../support/faults-found.ts';
import { openProgramOverStandIns } from '../../support/program-over-stand-ins.ts';

type Program = Awaited<ReturnType<typeof openProgramOverStandIns>>;
const here = { windowId: 'window', kind: 'viewer' } as const;

let services: DemoServices;
const closers: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  const redirectUris = (await freePorts(2)).map((port) => `http://localhost:${port}/auth/callback`);
  services = await startDemoServices({ redirectUris, extras: { identityProvider: 'okta' } });
}, 30_000);
afterAll(() => services.stop());
beforeEach(() => services.controls.authorizationServer.setFederation({ policies: [policy()] }));
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const policy = () => {
  const { issuer = '', clients } = services.identityProvider ?? {};
  return { issuer, audiences: [clients?.public.clientId ?? ''], subjectClaim: 'email' };
};

async function open(otherwise: Partial<ProgramOptions> = {}): Promise<Program> {
  const program = await openProgramOverStandIns({
    vault: { ...createMemoryVault(), mode: 'encrypted', backend: 'secret-service' },
    doctor: {
      ...wholeComputer,
      network: { resolveProxy: async () => 'DIRECT', addressesOf: async () => ['127.0.0.1'] },
    },
    ...otherwise,
  });
  closers.push(program.close);
  return program;
}

interface SignedIn {
  readonly program: Program;
  readonly profile: Profile;
  /** A workbook is opened, and Sigma says this of it. */
  hear(...events: SigmaEvent[]): Promise<void>;
  examine(): Promise<DoctorView>;
}

async function signedIn(
  draft: ProfileDraft = databricks(),
  otherwise: Partial<ProgramOptions> = {},
): Promise<SignedIn> {
  const program = await open(otherwise);
  const profile = await program.save(draft);
  await program.signIn(profile);
  return {
    program,
    profile,
    examine: () => program.examine(profile.id),
    async hear(...events) {
      await program.open(profile.workbooks[0]?.id ?? '');
      const guestId = program.state().window.panes[0]?.guests[0]?.guestId ?? '';
      for (const event of events) program.panes.takeEvent(guestId, event);
    },
  };
}

const databricks = (): ProfileDraft => services.drafts.profile({ connections: [services.drafts.databricks()] });
const federated = (): ProfileDraft =>
  services.drafts.profile({ connections: [services.drafts.federated({ client: 'public' })] });

/** A set-up that reads this claim of the company's sign-in. */
function reading(claim: string): ProfileDraft {
  const draft = federated();
  const { user } = draft;
  if (user.kind !== 'embed') throw new Error('It is for embed users.');
  return { ...draft, user: { ...user, attributes: [{ attribute: 'Region', claim }] } };
}

/** A signer that is wrong in one way. */
const signerOf =
  (change: (request: SignRequest) => SignRequest, otherwise: { secret?: string; sealedWith?: string } = {}) =>
  (embedSecret: (profileId: string) => Promise<string>) => {
    const { secret, sealedWith } = otherwise;
    const signer = createLocalSigner({
      embedSecret: async (profileId) => secret ?? embedSecret(profileId),
      now: Date.now,
      randomUuid: () => crypto.randomUUID(),
      ...(sealedWith !== undefined && { createEncryptor: () => createTokenEncryptor(sealedWith) }),
    });
    return { ...signer, sign: (request: SignRequest) => signer.sign(change(request)) };
  };

const refused = (code: string | undefined, message?: string): SigmaEvent =>
  ({ type: 'workbook:error', code, message }) as SigmaEvent;
const loaded: SigmaEvent = { type: 'workbook:loaded' };
const dataLoaded: SigmaEvent = { type: 'workbook:dataloaded' };

async function afterRefusal(code: string | undefined, message?: string): Promise<DoctorView> {
  const { hear, examine } = await signedIn();
  await hear(refused(code, message));
  return examine();
}

async function signedBy(createSigner: ProgramOptions['createSigner']): Promise<DoctorView> {
  return (await signedIn(databricks(), { createSigner })).examine();
}

type Fault = readonly [name: string, found: readonly [CheckId, string, string], look: () => Promise<DoctorView>];

const faults: readonly Fault[] = [
  [
    'a server that is too busy to renew',
    ['renewals', 'databricks', 'server_busy'],
    async () => {
      const { program, profile, examine } = await signedIn();
      await services.controls.authorizationServer.failNext({ endpoint: 'token', status: 503, body: {} });
      const [connection] = profile.connections;
      await Promise.resolve(program.handlers['grants.renew']({ connectionId: connection?.id ?? '' }, here)).catch(
        () => undefined,
      );
      return examine();
    },
  ],
  [
    'a claim that does not come',
    ['claims', 'identity-provider', 'claim_missing'],
    async () => (await signedIn(reading('cost_center_of_nobody'))).examine(),
  ],
  [
    'a federation policy that is gone',
    ['federation', 'databricks', 'exchange_rejected'],
    async () => {
      await services.controls.authorizationServer.setFederation({ policies: [] });
      const program = await open();
      const profile = await program.save(federated());
      await program.signIn(profile).catch(() => undefined);
      return program.examine(profile.id);
    },
  ],
  [
    'a session that is signed with another secret',
    ['session-readable', 'person', 'session_unsigned'],
    () => signedBy(signerOf((request) => request, { secret: 'another-secret' })),
  ],
  [
    'tokens that are sealed with another secret',
    ['session-readable', 'person', 'session_sealed'],
    () => signedBy(signerOf((request) => request, { sealedWith: 'another-secret' })),
  ],
  [
    'a session of another embed client',
    ['session-readable', 'person', 'session_claims_wrong'],
    () => signedBy(signerOf((request) => ({ ...request, embedClientId: 'another-client' }))),
  ],
  [
    'a session that outlives its sign-in',
    ['session-readable', 'person', 'session_outlives'],
    () =>
      signedBy(
        signerOf((request) => ({
          ...request,
          sessionSeconds: 86_400,
          grants: request.grants.map((grant) => ({ ...grant, expiresAt: grant.expiresAt + 3_600_000 })),
        })),
      ),
  ],
  [
    'an embed secret that Sigma does not know',
    ['sigma-answer', 'person', 'sigma_secret_wrong'],
    () => afterRefusal('EINVAL', 'Invalid encrypted token'),
  ],
  [
    'a connection of Sigma that wants another sign-in',
    ['sigma-answer', 'sigma', 'sigma_connection_sign_in'],
    () => afterRefusal(undefined, 'Sign in to view this connection'),
  ],
  ['a person whom Sigma does not have', ['sigma-answer', 'sigma', 'sigma_user_missing'], () => afterRefusal('EPERM')],
  [
    'a workbook that is not shared with the person',
    ['sigma-answer', 'sigma', 'sigma_access_denied'],
    () => afterRefusal('EACCES'),
  ],
  [
    'a warehouse that does not answer',
    ['sigma-answer', 'databricks', 'data_timed_out'],
    () => afterRefusal('ETIMEDOUT'),
  ],
  ['a workbook that does not reach Sigma', ['sigma-answer', 'it', 'sigma_unreachable'], () => afterRefusal('NETWORK')],
  [
    'a table that the person may not read',
    ['data', 'databricks', 'data_access_denied'],
    async () => {
      const { hear, examine } = await signedIn();
      await hear(loaded, {
        type: 'workbook:chart:error',
        nodeId: 'one',
        code: 'ERROR',
        message: 'INSUFFICIENT_PERMISSIONS: SELECT on table trips',
      });
      return examine();
    },
  ],
];

describe('after a sign-in', () => {
  test('all is well, and nothing is loaded to find that out', async () => {
    const { program, examine } = await signedIn(reading('region'));
    // The workbook that opens by itself.
    const pane = await program.seen(({ window }) => window.panes[0] ?? null);
    const loads = (await services.controls.sigma.journal()).length;
    const view = await examine();
    expect(faultsOf(view)).toEqual([]);
    const outcomes = Object.fromEntries(view.checks.map(({ check, result }) => [check, result?.outcome]));
    expect(outcomes).toMatchObject({
      renewals: 'ok',
      claims: 'ok',
      federation: 'ok',
      'session-readable': 'ok',
      'sigma-answer': 'skipped',
      data: 'skipped',
    });
    expect(program.state().window.panes).toEqual([pane]);
    expect(JSON.stringify((await services.controls.sigma.journal()).slice(loads))).not.toContain('ada.moreno');
  });

  test('and a load, the first data is told with its time', async () => {
    const { hear, examine } = await signedIn();
    await hear(loaded, dataLoaded);
    const view = await examine();
    expect(faultsOf(view)).toEqual([]);
    const seen = view.checks.flatMap(({ check, result }) =>
      check === 'data' || check === 'sigma-answer' ? [[check, result?.outcome, result?.findings[0]?.code]] : [],
    );
    expect(seen).toEqual([
      ['sigma-answer', 'ok', 'sigma_loaded'],
      ['data', 'ok', 'data_came'],
    ]);
  });

  test('and a load without data, nobody is blamed: a page without a query never says more', async () => {
    const { hear, examine } = await signedIn();
    await hear(loaded);
    const view = await examine();
    expect(faultsOf(view)).toEqual([]);
    const data = view.checks.find(({ check }) => check === 'data')?.result;
    expect(data).toMatchObject({ outcome: 'skipped', owner: null, findings: [{ code: 'data_unsaid' }] });
  });

  test('and a refusal, the next load that succeeds is what counts', async () => {
    const { hear, examine } = await signedIn();
    await hear(refused('EPERM'), loaded);
    expect(faultsOf(await examine())).toEqual([]);
  });
});

describe('after a sign-in, what is wrong is named by one check', () => {
  test.each(faults)('%s', async (_, [check, owner, code], look) => {
    expect(faultsOf(await look()).map((fault) => [fault.check, fault.owner, fault.code])).toEqual([
      [check, owner, code],
    ]);
  });
});

test('neither a value of a claim nor a token is told', async () => {
  const { program, examine } = await signedIn(reading('email'));
  const view = await examine();
  const { url } = await program.open(view.profile ? (program.state().profiles[0]?.profile.workbooks[0]?.id ?? '') : '');
  const claims = view.checks.find(({ check }) => check === 'claims')?.result;
  expect(claims).toMatchObject({ outcome: 'ok', findings: [{ code: 'claim_text', values: { claim: 'email' } }] });
  expect(JSON.stringify(claims)).not.toContain('@');
  expect(JSON.stringify(view)).not.toContain(new URL(url).searchParams.get(':jwt')?.split('.')[0]);
});
