/** Something that needs somebody is told in the window, the audit trail, the status file and to a program, once, until it is over. */
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type AlarmStatus, ProgramStatus } from '../../src/shared/status.ts';
import type { RunningApp } from '../support/driver/running-app.ts';
import { stateOf } from '../support/driver/state-of.ts';
import { openWorkbench, type Workbench } from '../support/driver/workbench.ts';

const ada = 'ada.moreno@example.com';
const timeout = 60_000;
/** Five minutes on clocks that hurry, and the looks that come after them. */
const hurried = 150_000;
let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench();
});
afterEach(() => bench.close());

const statusFile = () => join(bench.userData, 'status.json');
const status = (): ProgramStatus => ProgramStatus.parse(JSON.parse(readFileSync(statusFile(), 'utf8')));
const linesOf = (path: string): Record<string, unknown>[] =>
  existsSync(path)
    ? readFileSync(path, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line))
    : [];
const notice = ({ window }: RunningApp) => window.locator('[data-testid="notice"][data-code="renewal_keeps_failing"]');

async function renewNow({ window }: RunningApp): Promise<void> {
  await window.getByTestId('details').click();
  await window.getByTestId('renew-now').click();
  await window.keyboard.press('Escape');
}
/** From now on the clocks of the program run six times as fast: not more, since a leap is taken for a sleep. */
const hurryClocks = (app: RunningApp) =>
  app.electron.evaluate(() => {
    const [awake, wall] = [performance.now.bind(performance), Date.now];
    const [awakeAt, wallAt] = [awake(), wall()];
    performance.now = () => awakeAt + 6 * (awake() - awakeAt);
    Date.now = () => wallAt + 6 * (wall() - wallAt);
  });

describe.runIf(process.platform === 'linux')('alarms', () => {
  test('a renewal that keeps failing, over a restart, until it is mended', async () => {
    const told = join(bench.folder, 'told.jsonl');
    const command = join(bench.folder, 'tell-monitoring');
    writeFileSync(command, `#!/bin/sh\ncat >> "$1"\n`);
    chmodSync(command, 0o700);
    const policy = { statusFile: true, alarmCommand: [command, told] };
    const renewal = (): AlarmStatus | undefined => status().alarms.find(({ kind }) => kind === 'renewal');
    const inTrail = (event: string) =>
      linesOf(join(bench.userData, 'audit', 'audit-000001.jsonl')).filter(
        (record) => record.event === event && (record.data as { alarm: string }).alarm === 'renewal',
      );
    const toProgram = () =>
      linesOf(told)
        .filter(({ alarm }) => (alarm as { kind: string }).kind === 'renewal')
        .map(({ event, alarm }) => [event, (alarm as { id: string }).id]);

    mkdirSync(bench.userData, { recursive: true, mode: 0o700 });
    writeFileSync(join(bench.userData, 'preferences.json'), JSON.stringify({ chosen: { notifyRenewal: 5 } }));
    const first = await bench.launchWithProfile({ policy });
    await bench.signIn(first, ada);
    await first.workbookReady();
    await expect.poll(() => status().workbooks.live, { timeout }).toBe(1);
    expect(status()).toMatchObject({ state: 'running', isWell: true, isManaged: true });
    expect(status().pid).toBe(await first.electron.evaluate(() => process.pid));
    expect(statSync(statusFile()).mode & 0o777).toBe(0o600);

    const { authorizationServer } = bench.demo.controls;
    await authorizationServer.failNext({ endpoint: 'token', times: 1_000, status: 503 });
    await renewNow(first);
    const lastRenewal = () => status().connections[0]?.lastRenewal;
    await expect.poll(lastRenewal, { timeout }).toMatchObject({ outcome: 'failed', code: 'server_busy' });
    expect(renewal()).toBeUndefined();
    await hurryClocks(first);
    await notice(first).waitFor({ timeout: hurried });
    await expect.poll(() => renewal()?.reason, { timeout }).toBe('server_busy');
    expect(status()).toMatchObject({ isWell: false });
    const id = renewal()?.id;
    await expect.poll(toProgram, { timeout }).toEqual([['raised', id]]);
    await expect.poll(() => inTrail('alarm.raised').length, { timeout }).toBe(1);
    await first.close();
    expect(status()).toMatchObject({ state: 'ended' });
    // Whoever watches reads neither who signed in, nor what they look at.
    for (const path of [statusFile(), told]) expect(readFileSync(path, 'utf8')).not.toMatch(/ada|moreno|taxi|eyJ/i);

    const second = await bench.launch({ policy });
    await second.workbookReady();
    await expect.poll(() => status().state, { timeout }).toBe('running');
    expect(renewal()?.id).toBe(id);
    await renewNow(second);
    await expect.poll(lastRenewal, { timeout }).toMatchObject({ outcome: 'failed' });
    await notice(second).waitFor({ timeout });
    await authorizationServer.clearFaults();
    await renewNow(second);
    await notice(second).waitFor({ state: 'detached', timeout });
    await expect.poll(renewal, { timeout }).toBeUndefined();
    await expect.poll(() => inTrail('alarm.ended').length, { timeout }).toBe(1);
    expect(inTrail('alarm.raised')).toHaveLength(1);
    await expect.poll(toProgram, { timeout }).toEqual([
      ['raised', id],
      ['ended', id],
    ]);
  }, 400_000);

  test('what a program was not told before the end of the last run it is told after the next start, once', async () => {
    const told = join(bench.folder, 'told.jsonl');
    const command = join(bench.folder, 'tell-monitoring');
    writeFileSync(command, '#!/bin/sh\ncat >> "$1"\n');
    chmodSync(command, 0o700);
    const policy = { alarmCommand: [command, told] };
    const document = (event: string) => ({
      schema: 1,
      program: 'sightglass',
      version: '0.1.0',
      platform: 'linux x64',
      installation: '5f0c1b9e-0c39-4c55-9d5c-6a7f6f2b8d11',
      event,
      time: '2026-06-01T08:00:00.000Z',
      alarm: {
        id: '7f7a3f4e-5f0e-4a44-8a05-0a3f8a1d2c11',
        kind: 'wall',
        since: '2026-06-01T08:00:00.000Z',
        reason: 'network',
        profileId: null,
        connectionId: null,
        provider: null,
      },
    });
    const strange = { ...document('raised'), note: 'none of ours' };
    mkdirSync(bench.userData, { recursive: true, mode: 0o700 });
    const left = { untoldToCommand: [document('raised'), strange, document('ended')] };
    writeFileSync(join(bench.userData, 'alarms.json'), JSON.stringify(left));
    const first = await bench.launch({ policy });
    await expect.poll(() => linesOf(told), { timeout }).toEqual([document('raised'), document('ended')]);
    const untold = () => JSON.parse(readFileSync(join(bench.userData, 'alarms.json'), 'utf8')).untoldToCommand;
    await expect.poll(untold, { timeout }).toEqual([]);
    await first.close();
    const second = await bench.launch({ policy });
    await second.window.getByRole('heading').first().waitFor({ timeout });
    await second.close();
    expect(linesOf(told)).toHaveLength(2);
  }, 200_000);

  test('a renewed sign-in that the keychain did not take is told at once, used, stored when it is back, and there at the next start', async () => {
    const app = await bench.launchWithProfile();
    await bench.signIn(app, ada);
    await app.workbookReady();
    const lock = (isLocked: boolean) =>
      app.electron.evaluate(({ safeStorage }, locked) => {
        const calls = safeStorage as unknown as Record<string, unknown>;
        for (const name of ['encryptString', 'encryptStringAsync']) {
          if (!(name in safeStorage)) continue;
          const kept = `kept-${name}`;
          calls[kept] ??= (calls[name] as () => unknown).bind(safeStorage);
          const refuse = () => {
            throw new Error('locked');
          };
          calls[name] = locked ? refuse : calls[kept];
        }
      }, isLocked);
    await lock(true);
    await renewNow(app);
    const away = app.window.locator('[data-testid="notice"][data-code="keychain_away"]');
    await away.waitFor({ timeout });
    await app.workbookReady();
    const [grant] = (await stateOf(app)).grants;
    expect(grant).toMatchObject({ status: 'signed-in', problem: { code: 'vault_locked' } });
    await lock(false);
    await away.waitFor({ state: 'detached', timeout });
    await app.close();
    const second = await bench.launch();
    await second.workbookReady();
  }, 200_000);
});
