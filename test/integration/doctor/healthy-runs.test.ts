/** A doctor that raises what is not there is not believed when it counts: over and over, at servers that work. */
import '../../support/quick-keys.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClock } from '../../../src/main/async/clock.ts';
import { parseLine } from '../../../src/main/audit/chain.ts';
import { noPolicy } from '../../../src/main/settings/policy/policy.ts';
import { createMemoryVault } from '../../../src/main/vault/vault.ts';
import type { DoctorView } from '../../../src/shared/doctor.ts';
import { type DemoServices, startDemoServices } from '../../../standins/demo-services.ts';
import { allLines, newFolder } from '../../support/audit-trail.ts';
import { wholeComputer } from '../../support/doctor.ts';
import { freePorts } from '../../support/driver/free-ports.ts';
import { openProgramOverStandIns } from '../../support/program-over-stand-ins.ts';
import { createFakeStore } from '../../support/vault-fakes.ts';

const here = { windowId: 'window', kind: 'viewer' } as const;
const RUNS = 100;
/** So often a run may begin, however many there were; see `doctor-feature.ts`. */
const BETWEEN_RUNS_MS = 10_000;

let services: DemoServices;
beforeAll(async () => {
  const redirectUris = (await freePorts(1)).map((port) => `http://localhost:${port}/auth/databricks/callback`);
  services = await startDemoServices({ redirectUris });
}, 30_000);
afterAll(() => services.stop());

test('a hundred runs over a computer and servers on which all is well raise nothing, and disturb nothing', async () => {
  const clock = createClock();
  let passed = 0;
  const folder = await newFolder();
  const program = await openProgramOverStandIns({
    uptime: () => clock.uptime() + passed,
    doctor: { ...wholeComputer, report: { ...wholeComputer.report, chooseFile: async () => '/somewhere/report.zip' } },
    vault: { ...createMemoryVault(), mode: 'encrypted', backend: 'secret-service' },
    audit: {
      folder,
      store: createFakeStore(),
      policy: noPolicy,
      policyFault: null,
      systemLog: () => null,
      chooseFile: async () => null,
    },
  });
  const profile = await program.save(
    services.drafts.profile({ connections: [services.drafts.databricks({ publicClient: true })] }),
  );
  await program.signIn(profile);
  const grants = () =>
    program.state().grants.map(({ status, lastRenewedAt, problem }) => [status, lastRenewedAt, problem]);
  const before = grants();
  const raised: unknown[] = [];
  let checks = 0;
  for (let number = 0; number < RUNS; number += 1) {
    const view = await run(program, profile.id);
    checks += view.checks.length;
    for (const { check, result } of view.checks) {
      if (result?.outcome === 'failed' || result?.outcome === 'warning') raised.push([number, check, result]);
    }
    expect(view.phase).toBe('done');
    passed += BETWEEN_RUNS_MS;
  }
  expect(raised).toEqual([]);
  // The whole was looked at, and more than the computer.
  expect(checks).toBeGreaterThan(RUNS * 20);
  expect(grants()).toEqual(before);
  const { files } = await program.handlers['doctor.preview']({ withNames: false }, here);
  expect(files.map(({ name }) => name)).toEqual(['report.json', 'report.txt', 'versions.json', 'settings.json']);
  expect(JSON.stringify(files)).not.toContain(profile.name);
  expect(await program.handlers['doctor.save']({ withNames: false }, here)).toEqual({ isSaved: true });
  await program.close();
  const records = (await allLines(folder)).flatMap((line) => parseLine(line) ?? []);
  const told = (event: string) => records.filter((record) => record.event === event).map(({ data }) => data);
  const asItShould = { profile: profile.name, isCancelled: false, failed: [], warned: [] };
  expect(told('doctor.run')).toEqual(Array.from({ length: RUNS }, () => asItShould));
  expect(told('doctor.report-saved')).toEqual([{ file: 'report.zip', withNames: false }]);
}, 240_000);

type Program = Awaited<ReturnType<typeof openProgramOverStandIns>>;

async function run(program: Program, profileId: string): Promise<DoctorView> {
  const { runId } = await program.handlers['doctor.start']({ profileId, matters: [] }, here);
  return program.seen(({ window: { doctor } }) =>
    doctor?.runId === runId && doctor.phase !== 'running' ? doctor : null,
  );
}
