/** `npm run broken`: of each broken set-up the doctor names the fault and who must act, and doing what it says mends it. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type BrokenSetUp, brokenSetUps, startBrokenSetUp } from '../../../scripts/broken/set-ups.ts';
import { createMemoryVault } from '../../../src/main/vault/vault.ts';
import type { CheckId, CheckOwner } from '../../../src/shared/checks.ts';
import type { DoctorView } from '../../../src/shared/doctor.ts';
import type { ProfileDraft } from '../../../src/shared/profile/profile.ts';
import { doctorVerdict } from '../../../src/shared/text/doctor-text.ts';
import { freePorts } from '../../support/driver/free-ports.ts';
import { draftFor } from '../../support/profiles.ts';
import { openProgramOverStandIns } from '../../support/program-over-stand-ins.ts';

type Program = Awaited<ReturnType<typeof openProgramOverStandIns>>;
type ConnectionDraft = ProfileDraft['connections'][number];
const here = { windowId: 'window', kind: 'viewer' } as const;

interface Walk {
  readonly check: CheckId;
  readonly owner: CheckOwner;
  /** Does what the doctor says. */
  mend(at: Mending): Promise<unknown>;
}
interface Mending {
  readonly broken: BrokenSetUp;
  readonly draft: ProfileDraft;
  save(draft: ProfileDraft): Promise<unknown>;
  /** Changes its connection in the form. */
  change(changes: (connection: ConnectionDraft) => Partial<ConnectionDraft>): Promise<unknown>;
}

const asking =
  (whom: Parameters<BrokenSetUp['ask']>[0]): Walk['mend'] =>
  ({ broken }) =>
    broken.ask(whom);
const databricksAt = (connection: ConnectionDraft, changes: object) =>
  ({ server: { ...connection.server, ...changes } }) as Partial<ConnectionDraft>;

/** In the order of the set-ups. */
const walks: readonly Walk[] = [
  { check: 'ports', owner: 'person', mend: asking('it') },
  {
    check: 'client',
    owner: 'person',
    mend: ({ broken, change }) =>
      change(() => ({ clientSecret: broken.services.authorizationServer.clients.confidential.clientSecret })),
  },
  {
    check: 'redirect',
    owner: 'databricks',
    mend: ({ broken, change }) =>
      change(() => ({ redirectUris: [...broken.services.authorizationServer.redirectUris] })),
  },
  {
    check: 'level',
    owner: 'person',
    mend: ({ change }) => change((connection) => databricksAt(connection, { level: 'automatic' })),
  },
  { check: 'sigma', owner: 'it', mend: asking('it') },
  { check: 'sigma', owner: 'it', mend: asking('it') },
  { check: 'sigma', owner: 'sigma', mend: asking('sigma') },
  {
    check: 'metadata',
    owner: 'person',
    mend: ({ broken, change }) =>
      // A secret belongs to the server for which it was entered.
      change((connection) => ({
        ...databricksAt(connection, { host: broken.services.authorizationServer.origin }),
        clientSecret: broken.services.authorizationServer.clients.confidential.clientSecret,
      })),
  },
  {
    check: 'sigma',
    owner: 'it',
    mend: ({ broken, save, draft }) => {
      const { workbooks, embedClient } = broken.services.sigma;
      const url = workbooks[0]?.url ?? '';
      // With its secret, since that belongs to its Sigma.
      const embedSecret = embedClient.secret;
      return save({ ...draft, embedSecret, workbooks: draft.workbooks.map((workbook) => ({ ...workbook, url })) });
    },
  },
  {
    check: 'redirect',
    owner: 'person',
    mend: ({ broken, change }) =>
      // With both, since a secret belongs to its application.
      change(() => broken.services.authorizationServer.clients.confidential),
  },
];

let broken: BrokenSetUp | null = null;
let program: Program;
beforeEach(async () => {
  program = await openProgramOverStandIns({
    vault: { ...createMemoryVault(), mode: 'encrypted', backend: 'secret-service' },
  });
});
afterEach(async () => {
  await program.close();
  await broken?.stop();
  broken = null;
});

async function look(profileId: string): Promise<DoctorView> {
  const { runId } = await program.handlers['doctor.start']({ profileId, matters: [] }, here);
  return expect
    .poll(() => program.state().window.doctor, { timeout: 30_000 })
    .toSatisfy((view) => view?.runId === runId && view.phase === 'done')
    .then(() => {
      const { doctor } = program.state().window;
      if (!doctor) throw new Error('There is no run.');
      return doctor;
    });
}
const outcomeOf = ({ checks }: DoctorView, check: CheckId) =>
  checks.find((one) => one.check === check)?.result?.outcome;

test('there is a walk through each', () => {
  expect(walks).toHaveLength(brokenSetUps.length);
  expect(brokenSetUps).toHaveLength(10);
});

test.each(walks.map((walk, index) => [index + 1, walk] as const))('%i', async (number, { check, owner, mend }) => {
  const [port] = await freePorts(1);
  broken = await startBrokenSetUp(number, { redirectUris: [`http://localhost:${port}/auth/databricks/callback`] });
  const at = broken;
  const bytes = new TextEncoder().encode(at.envFile);
  const taken = await program.handlers['profiles.importEnvContent']({ bytes }, here);
  if (taken === null || !('profileId' in taken)) throw new Error('The file was not taken.');
  const { profileId } = taken;
  const profile = () => {
    const view = program.state().profiles.find((one) => one.profile.id === profileId);
    if (!view) throw new Error('The profile is gone.');
    return view.profile;
  };

  const before = await look(profileId);
  const verdict = doctorVerdict(before, []);
  expect([verdict.check?.check, verdict.check?.result?.owner]).toEqual([check, owner]);

  const draft = draftFor(profile());
  await mend({
    broken: at,
    draft,
    save: program.save,
    change(changes) {
      const connections = draft.connections.map((connection) => ({ ...connection, ...changes(connection) }));
      return program.save({ ...draft, connections });
    },
  });
  const after = await look(profileId);
  expect(outcomeOf(after, check)).toBe('ok');
  expect(doctorVerdict(after, []).kind).toBe('right');
});
