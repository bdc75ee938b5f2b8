/** `npm run broken`: of each broken set-up the doctor names the fault and who must act, and doing what it says mends it. */
import { lookup } from 'node:dns/promises';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type BrokenSetUp, brokenSetUps, startBrokenSetUp } from '../../../scripts/broken/set-ups.ts';
import type { NetworkEdges } from '../../../src/main/app/doctor/network-edges.ts';
import { createFetch } from '../../../src/main/net/fetch.ts';
import type { CheckId, CheckOwner } from '../../../src/shared/checks.ts';
import type { DoctorView } from '../../../src/shared/doctor.ts';
import type { ProfileDraft } from '../../../src/shared/profile/profile.ts';
import { doctorVerdict } from '../../../src/shared/text/doctor-text.ts';
import { freePorts } from '../../support/driver/free-ports.ts';
import { createOwnFolder, type OwnFolder } from '../../support/own-folder.ts';
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
  { check: 'reach', owner: 'it', mend: asking('it') },
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
    check: 'dns',
    owner: 'person',
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
  { check: 'proxy', owner: 'it', mend: asking('it') },
  { check: 'tls', owner: 'it', mend: asking('it') },
  { check: 'clock', owner: 'it', mend: asking('it') },
  {
    check: 'files',
    owner: 'person',
    async mend({ broken, save, draft }) {
      const { clientSecret } = broken.services.authorizationServer.clients.confidential;
      const connections = draft.connections.map((connection) => ({ ...connection, clientSecret }));
      await save({ ...draft, embedSecret: broken.services.sigma.embedClient.secret, connections });
      await broken.ask('it');
    },
  },
];

let broken: BrokenSetUp | null = null;
let program: Program | null = null;
let own: OwnFolder;
beforeEach(async () => {
  own = await createOwnFolder();
  await mkdir(join(own.folder, 'downloads'));
});
afterEach(async () => {
  await program?.close();
  program = null;
  await broken?.stop();
  broken = null;
  await own.remove();
});

/** On a computer with the proxy and the authorities that the set-up is about. */
async function openOn({ proxy, authority }: BrokenSetUp['computer']): Promise<Program> {
  const extraCertificates = authority === undefined ? [] : [authority];
  const resolveProxy = async () => (proxy === undefined ? 'DIRECT' : `PROXY ${proxy}`);
  const network: NetworkEdges = {
    resolveProxy,
    extraCertificates,
    addressesOf: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
  };
  const fetch = createFetch({ resolveProxy, allowLoopbackHttp: true, extraCertificates });
  return openProgramOverStandIns({ ...(await own.options(network)), fetch });
}

async function look(program: Program, profileId: string): Promise<DoctorView> {
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
async function imported(program: Program, envFile: string): Promise<string> {
  const bytes = new TextEncoder().encode(envFile);
  const taken = await program.handlers['profiles.importEnvContent']({ bytes }, here);
  if (taken === null || !('profileId' in taken)) throw new Error('The file was not taken.');
  return taken.profileId;
}

const outcomeOf = ({ checks }: DoctorView, check: CheckId) =>
  checks.find((one) => one.check === check)?.result?.outcome;

test('there is a walk through each', () => {
  expect(walks).toHaveLength(brokenSetUps.length);
  expect(brokenSetUps).toHaveLength(14);
});

test.each(walks.map((walk, index) => [index + 1, walk] as const))('%i', async (number, { check, owner, mend }) => {
  const [port] = await freePorts(1);
  broken = await startBrokenSetUp(number, own.folder, {
    redirectUris: [`http://localhost:${port}/auth/databricks/callback`],
  });
  const at = broken;
  const opened = await openOn(at.computer);
  program = opened;
  const profileId =
    at.envFile === null ? (opened.state().profiles[0]?.profile.id ?? '') : await imported(opened, at.envFile);
  const profile = () => {
    const view = opened.state().profiles.find((one) => one.profile.id === profileId);
    if (!view) throw new Error('The profile is gone.');
    return view.profile;
  };

  const before = await look(opened, profileId);
  const verdict = doctorVerdict(before, []);
  expect([verdict.check?.check, verdict.check?.result?.owner]).toEqual([check, owner]);

  const draft = draftFor(profile());
  await mend({
    broken: at,
    draft,
    save: opened.save,
    change(changes) {
      const connections = draft.connections.map((connection) => ({ ...connection, ...changes(connection) }));
      return opened.save({ ...draft, connections });
    },
  });
  const after = await look(opened, profileId);
  // Of the name of this computer there is nothing to look up.
  expect(['ok', 'skipped']).toContain(outcomeOf(after, check));
  expect(doctorVerdict(after, []).kind).toBe('right');
});
