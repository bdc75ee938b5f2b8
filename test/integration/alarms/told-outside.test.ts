/** What leaves the program when something needs somebody: over a real sign-in, without any name and without anything secret. */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createClock } from '../../../src/main/async/clock.ts';
import { systemTimers } from '../../../src/main/async/timers.ts';
import { openChoices } from '../../../src/main/settings/choices.ts';
import { replaceFile } from '../../../src/main/storage/replace-file.ts';
import { ProgramStatus } from '../../../src/shared/status.ts';
import { type DemoServices, startDemoServices } from '../../../standins/demo-services.ts';
import { freePorts } from '../../support/driver/free-ports.ts';
import { type HostileServer, json, startHostileServer } from '../../support/hostile-server.ts';
import { openProgramOverStandIns } from '../../support/program-over-stand-ins.ts';
import { createFakeStore } from '../../support/vault-fakes.ts';

let services: DemoServices;
let monitoring: HostileServer;
let folder: string;
beforeAll(async () => {
  const redirectUris = (await freePorts(1)).map((port) => `http://localhost:${port}/auth/databricks/callback`);
  services = await startDemoServices({ redirectUris });
  monitoring = await startHostileServer();
  monitoring.answer('/alarms', json({}));
  folder = mkdtempSync(join(tmpdir(), 'sightglass-status-'));
});
afterAll(async () => {
  await services.stop();
  await monitoring.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('a keychain that went away: the address is told, the file says so, and both say when it is over', async () => {
  const clock = createClock();
  let isAway = false;
  let isSignedIn = false;
  let ahead = 0;
  const path = join(folder, 'status.json');
  const program = await openProgramOverStandIns({
    ...clock,
    uptime: () => clock.uptime() + ahead,
    // Once somebody is signed in, whoever waits looks often: what counts is the clock above.
    timers: {
      setTimer: (action, delayMs) => systemTimers.setTimer(action, isSignedIn ? Math.min(delayMs, 20) : delayMs),
    },
    choices: openChoices(createFakeStore(), { statusFile: true }),
    monitoring: {
      pid: 4_711,
      startedAt: clock.uptime(),
      isKeychainAway: () => isAway,
      store: createFakeStore(),
      policy: { alarmHookUrl: `${monitoring.origin}/alarms` },
      commandEnvironment: {},
      file: {
        write: async (text) => void (await replaceFile(path, text)),
        remove: async () => rmSync(path, { force: true }),
      },
    },
  });
  const file = () => ProgramStatus.parse(JSON.parse(readFileSync(path, 'utf8')));
  const draft = services.drafts.profile({
    connections: [{ ...services.drafts.databricks({ publicClient: true }), label: 'The warehouse of the north' }],
  });
  const profile = await program.save({ ...draft, name: 'Finance of the north' });
  await program.signIn(profile);
  isSignedIn = true;
  await program.restore();
  await vi.waitFor(() => expect(file().connections).toMatchObject([{ state: 'signed-in', provider: 'databricks' }]));
  expect(file()).toMatchObject({ state: 'running', pid: 4_711, isWell: true, alarms: [] });
  expect(statSync(path).mode & 0o777).toBe(0o600);

  isAway = true;
  await vi.waitFor(() => expect(file().vault.isLocked).toBe(true));
  expect(monitoring.received('/alarms')).toEqual([]);
  ahead += 3 * 60_000;
  await vi.waitFor(() => expect(file()).toMatchObject({ isWell: false, alarms: [{ kind: 'keychain' }] }));
  expect(program.state().notices.map(({ error }) => error.code)).toContain('keychain_away');
  isAway = false;
  // Another look finds it well, and from then on it has to stay so.
  await vi.waitFor(() => expect(file().vault.isLocked).toBe(false));
  ahead += 2 * 60_000;
  await vi.waitFor(() => expect(file().isWell).toBe(true));
  await vi.waitFor(() => expect(monitoring.received('/alarms')).toHaveLength(2));
  await program.close();
  expect(file()).toMatchObject({ state: 'ended', pid: 4_711 });

  const sent = monitoring.received('/alarms').map(({ text }) => text);
  expect(sent[0]).toContain('"event":"raised"');
  expect(sent[1]).toContain('"event":"ended"');
  const told = [...sent, readFileSync(path, 'utf8')].join('\n');
  const titles = profile.workbooks.map(({ title }) => title);
  const labels = profile.connections.map(({ label }) => label);
  for (const name of ['ada', 'moreno', 'example.com', 'Finance', ...titles, ...labels]) {
    expect(told.toLowerCase()).not.toContain(name.toLowerCase());
  }
  for (const secret of [services.sigma.embedClient.secret, 'eyJ', 'refresh', 'Bearer', ':jwt=']) {
    expect(told).not.toContain(secret);
  }
  expect(program.lines.join('\n')).toContain('alarm.raised');
});
