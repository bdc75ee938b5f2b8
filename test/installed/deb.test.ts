/**
 * The deb, from its installation to its removal, on this computer: an ordinary person signs in with the real sandbox,
 * links lead in from outside, versions come and go, and nothing is left behind but what is the person's.
 */
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { buildInstallers } from '../support/driver/installers.ts';
import { launchPackaged, logged, type PackagedApp, processesOf } from '../support/driver/packaged-app.ts';
import { openWorkbench, type Workbench } from '../support/driver/workbench.ts';
import {
  apt,
  filesOfSystem,
  installedVersion,
  mustRun,
  reasonAgainstInstalling,
  removePolicy,
  run,
  setPolicy,
} from '../support/installed/debian.ts';
import { completedByBash, hasMan, inTerminal, ofTerminals } from '../support/installed/in-terminal.ts';
import { createOrdinaryUser, type OrdinaryUser, share } from '../support/installed/ordinary-user.ts';

const reason = reasonAgainstInstalling();
if (reason) process.stderr.write(`The tests of the installed deb are left out: ${reason}.\n`);

const ben = 'ben.okafor@example.com';
const launcher = '/usr/bin/sightglass';
const entry = '/usr/share/applications/com.sightglass.viewer.desktop';
const shownTrips = `document.querySelector('[data-testid="kpi-trips"]')?.textContent.match(/[\\d,]+/)?.[0] ?? ''`;

describe.runIf(reason === null)('the installed deb', () => {
  let folder: string;
  let older: string;
  let newer: string;
  let before: ReadonlySet<string>;
  let person: OrdinaryUser;
  let bench: Workbench;
  let app: PackagedApp | null = null;

  const build = async (version: string): Promise<string> => {
    const output = join(folder, version);
    const built = await buildInstallers(output, { words: ['deb'], isTestBuild: true, version });
    const [file] = built.files;
    if (!file) throw new Error(built.said);
    return file;
  };
  const launch = async (more: Partial<Parameters<typeof launchPackaged>[0]> = {}): Promise<PackagedApp> => {
    app = await launchPackaged({
      executable: launcher,
      userData: person.userData,
      path: bench.browser.path,
      allowsLoopback: true,
      starter: person.starter,
      ...more,
      variables: { ...person.variables, ...more.variables },
    });
    return app;
  };
  const close = async (): Promise<void> => {
    const running = app;
    app = null;
    await running?.close();
  };
  /** As a mail program or a browser does it. */
  const openLink = (link: string) =>
    person.start('/usr/bin/xdg-open', [link], { SIGHTGLASS_ALLOW_LOOPBACK_SERVICES: '1', PATH: bench.browser.path });
  const eventsOf = (name: string) =>
    readFileSync(join(person.userData, 'logs/sightglass.log'), 'utf8')
      .split('\n')
      .filter((line) => line.includes(`"event":"${name}"`))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  /** Processes of the program that are not helpers of another one, each with its number first. */
  const programs = () =>
    run('pgrep', ['-U', String(person.uid), '-a', '-f', '^/opt/Sightglass/sightglass'])
      .said.split('\n')
      .filter((line) => line !== '' && !line.includes('--type='));
  /** As the title of its window says. */
  const shows = (of: PackagedApp, workbook: string) =>
    of.window.waitForFunction((wanted) => document.title.startsWith(wanted), workbook);
  const settingsFile = () => join(person.userData, 'settings.json');
  const settings = () => JSON.parse(readFileSync(settingsFile(), 'utf8'));
  const write = (value: unknown) => {
    writeFileSync(settingsFile(), JSON.stringify(value));
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sightglass-deb-'));
    apt('purge', 'sightglass');
    person = await createOrdinaryUser('sightglass-tester');
    bench = await openWorkbench();
    share(bench);
    older = await build('0.1.0');
    newer = await build('0.2.0');
    mustRun('chmod', ['-R', 'a+rX', folder]);
    before = filesOfSystem();
  });
  afterEach(close);
  afterAll(async () => {
    apt('purge', 'sightglass');
    removePolicy();
    await bench?.close();
    await person?.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });

  test('is installed by apt, and desktops find program, icons and links', () => {
    expect(apt('install', older)).toMatchObject({ code: 0 });
    expect(installedVersion('sightglass')).toBe('0.1.0');
    // Nothing that was installed differs from what the package says.
    expect(mustRun('dpkg', ['--verify', 'sightglass'])).toBe('');
    expect(mustRun('desktop-file-validate', [entry])).toBe('');
    expect(realpathSync(launcher)).toBe('/opt/Sightglass/start');
    const { said } = person.run('/usr/bin/xdg-mime', ['query', 'default', 'x-scheme-handler/sightglass']);
    expect(said.trim()).toBe('com.sightglass.viewer.desktop');
    // A launcher looks in the folders that the theme names, and in no other.
    const theme = readFileSync('/usr/share/icons/hicolor/index.theme', 'utf8');
    for (const size of [16, 24, 32, 48, 64, 128, 256, 512]) {
      const icon = readFileSync(`/usr/share/icons/hicolor/${size}x${size}/apps/sightglass.png`);
      expect([icon.readUInt32BE(16), icon.readUInt32BE(20)]).toEqual([size, size]);
      expect(theme).toContain(`[${size}x${size}/apps]`);
    }
  });

  test('an ordinary person signs in, in the real sandbox, and sees their rows', async () => {
    const running = await launch({ arguments: [`--import-env=${bench.envFile}`] });
    await bench.signIn(running, ben);
    await running.window.locator('[data-testid="pane"][data-phase="ready"]').waitFor({ timeout: 60_000 });
    const { origin } = bench.demo.sigma;
    await expect.poll(() => running.inWorkbook<string>(origin, shownTrips)).toMatch(/\d/);
    const audit = await bench.demo.controls.warehouse.audit();
    expect(new Set(audit.map(({ userName }) => userName))).toEqual(new Set([ben]));
    const processes = processesOf(running.pid);
    const renderers = processes.filter(({ commandLine }) => commandLine.includes('--type=renderer'));
    expect(renderers.length).toBeGreaterThanOrEqual(2);
    expect(renderers.filter(({ isFiltered }) => !isFiltered)).toEqual([]);
    expect(processes.filter(({ commandLine }) => commandLine.includes('no-sandbox'))).toEqual([]);
    expect(running.log()).toContainEqual(expect.objectContaining({ event: 'vault.opened', mode: 'encrypted' }));
    // By this name a desktop puts the window under its icon.
    const [, wanted = ''] = /^StartupWMClass=(.+)$/m.exec(readFileSync(entry, 'utf8')) ?? [];
    const windows = mustRun('xdotool', ['search', '--onlyvisible', '--class', wanted]).trim().split('\n');
    const classes = windows.map((id) => mustRun('xprop', ['-id', id, 'WM_CLASS']));
    expect(classes.some((words) => words.includes(`"${wanted}"`))).toBe(true);
  });

  test('a link from outside leads the running program to another workbook, or says why it does not', async () => {
    // What an administrator adds by hand, for a second place to go to.
    const stored = settings();
    const [profile] = stored.profiles;
    const second = { ...profile.workbooks[0], id: '0b9c1c0e-7d0e-4c51-9a2c-1f0a3f7e5d11', title: 'Costs by region' };
    write({ ...stored, profiles: [{ ...profile, workbooks: [...profile.workbooks, second] }] });
    const running = await launch();
    // It was open when the last run ended.
    await shows(running, profile.workbooks[0].title);
    expect(await openLink('sightglass://open?workbook=Costs%20by%20region')).toBe(0);
    await shows(running, 'Costs by region');
    await running.window.locator('[data-testid="pane"][data-phase="ready"]').waitFor({ timeout: 60_000 });
    await openLink('sightglass://open?profile=Payroll');
    await running.window.locator('[data-testid="notice"][data-code="open_link_refused"]').waitFor();
    await shows(running, 'Costs by region');
    expect(running.log().filter(({ event }) => event === 'program.started')).toHaveLength(2);
  });

  test('an update under the running program leaves it running, and the next start has all that was there', async () => {
    const running = await launch();
    await shows(running, 'Costs by region');
    await running.window.locator('[data-testid="pane"][data-phase="ready"]').waitFor({ timeout: 60_000 });
    const kept = settings().profiles;
    expect(apt('install', newer)).toMatchObject({ code: 0 });
    await running.window.locator('[data-testid="pane"][data-phase="ready"]').waitFor();
    expect(await running.inWorkbook<string>(bench.demo.sigma.origin, shownTrips)).toMatch(/\d/);
    await close();
    expect(eventsOf('program.uncaught')).toEqual([]);

    // Cold, by a link: what the desktop starts is the new version.
    expect(await openLink('sightglass://open?workbook=Costs%20by%20region')).toBe(0);
    await expect.poll(() => eventsOf('program.started').at(-1)).toMatchObject({ version: '0.2.0' });
    await expect.poll(() => eventsOf('link.came').length).toBe(2);
    const [main = ''] = programs();
    process.kill(Number.parseInt(main, 10), 'SIGTERM');
    await expect.poll(programs).toEqual([]);
    expect(settings().profiles).toEqual(kept);
    expect(bench.browser.unclaimed()).toEqual([]);
  });

  test('an older version is not installed by mistake, and spoils nothing of a newer one', async () => {
    expect(apt('install', older).code).not.toBe(0);
    expect(installedVersion('sightglass')).toBe('0.2.0');
    // As a newer version may have stored it.
    const stored = settings();
    const [profile] = stored.profiles;
    const ofTomorrow = { id: '7d1f6d8e-0f7d-4a08-8d6e-2a8a4a0f9c22', name: 'Tomorrow', kind: 'of-tomorrow' };
    write({ ...stored, layouts: { wall: [1, 2] }, profiles: [{ ...profile, mood: 'calm' }, ofTomorrow] });
    expect(apt('install', '--allow-downgrades', older)).toMatchObject({ code: 0 });
    const running = await launch();
    await shows(running, 'Costs by region');
    await running.window.locator('[data-testid="pane"][data-phase="ready"]').waitFor({ timeout: 60_000 });
    // A change, so that everything is written anew.
    await running.window.evaluate(async (profileId) => {
      const { sightglass } = window as unknown as {
        sightglass: { profiles: { select(of: object): Promise<unknown> } };
      };
      await sightglass.profiles.select({ profileId });
    }, profile.id);
    await close();
    const after = settings();
    expect(after.layouts).toEqual({ wall: [1, 2] });
    expect(after.profiles[0]).toEqual({ ...profile, mood: 'calm' });
    expect([...after.profiles, ...(after.damagedProfiles ?? [])]).toContainEqual(ofTomorrow);
    expect(eventsOf('program.started').at(-1)).toMatchObject({ version: '0.1.0' });
    expect(bench.browser.unclaimed()).toEqual([]);
  });

  describe('where nobody may make user namespaces', () => {
    const without = join(import.meta.dirname, '../support/installed/without-namespaces.sh');

    test('the helper gives the sandbox', async () => {
      const running = await launch({ starter: [without, String(person.uid)] });
      // The first process ends by itself; what runs is what it started.
      await shows(running, 'Costs by region');
      const renderers = processesOf(running.pid).filter(({ commandLine }) => commandLine.includes('--type=renderer'));
      expect(renderers.filter(({ isFiltered }) => isFiltered)).toHaveLength(renderers.length);
      expect(renderers.length).toBeGreaterThan(0);
    });

    test('nothing runs when the helper has no rights either, and a box says why', async () => {
      const started = eventsOf('program.started').length;
      const words = ['--no-new-privs', launcher];
      const ended = person.start('setpriv', words, { PATH: bench.browser.path }, [without, String(person.uid)]);
      await logged(person.userData, 'sandbox.missing');
      expect(eventsOf('sandbox.missing')).toMatchObject([{ causes: ['namespacesOff', 'helperPrivileges'] }]);
      const boxes = () => run('xdotool', ['search', '--onlyvisible', '--name', '^Error$']).said.trim();
      await expect.poll(boxes).toMatch(/^\d+$/);
      mustRun('xdotool', ['windowfocus', '--sync', boxes(), 'key', 'Return']);
      expect(await ended).toBe(78);
      expect(eventsOf('program.started')).toHaveLength(started);
    });

    test('it runs where an administrator allows that, and says so as long as it does', async () => {
      setPolicy('{"runWithoutSandbox":true}');
      const running = await launch({ starter: [without, String(person.uid), 'setpriv', '--no-new-privs'] });
      const notice = running.window.locator('[data-testid="notice"][data-code="sandbox_missing"]');
      await notice.waitFor();
      expect(await notice.getByTestId('dismiss-notice').count()).toBe(0);
      expect(eventsOf('sandbox.missing-allowed')).toHaveLength(1);
    });
  });

  test('a person in a terminal has the command, its manual page and its completions', () => {
    removePolicy();
    expect(inTerminal(person, 'sightglass --version')).toMatchObject({
      code: 0,
      said: expect.stringContaining('0.1.0'),
    });
    const doctor = inTerminal(person, 'SIGHTGLASS_ALLOW_LOOPBACK_SERVICES=1 sightglass doctor --json');
    const report = JSON.parse(doctor.said) as { checks: { result: { outcome: string } }[] };
    expect(report).toMatchObject({ schema: 1, phase: 'done' });
    // The code is that of the program, through the link and the script that start it.
    expect(doctor.code).toBe(report.checks.some(({ result }) => result.outcome === 'failed') ? 1 : 0);
    expect(inTerminal(person, 'sightglass fly').code).toBe(2);
    if (hasMan()) {
      expect(inTerminal(person, 'man -w sightglass')).toEqual({ code: 0, said: `${ofTerminals[0]}\n` });
      expect(inTerminal(person, 'man sightglass').said).toContain('sightglass doctor [--profile NAME] [--json]');
    }
    expect(completedByBash(person, 'sightglass', 'doc')).toEqual(['doctor']);
    expect(completedByBash(person, 'sightglass', 'auth', 'sign-')).toEqual(['sign-in', 'sign-out']);
    for (const file of ofTerminals) expect(mustRun('dpkg', ['--search', file])).toBe(`sightglass: ${file}\n`);
  });

  test('is removed and purged without a trace, but for what is the person’s', () => {
    removePolicy();
    const kept = settings();
    const added = () => [...filesOfSystem()].filter((path) => !before.has(path));
    expect(added()).toEqual(
      expect.arrayContaining([launcher, entry, '/opt/Sightglass/chrome-sandbox', ...ofTerminals]),
    );
    expect(apt('remove', 'sightglass')).toMatchObject({ code: 0 });
    expect(added()).toEqual([]);
    expect(inTerminal(person, 'sightglass --version').code).toBe(127);
    if (hasMan()) expect(inTerminal(person, 'man -w sightglass').code).toBe(16);
    expect(apt('purge', 'sightglass')).toMatchObject({ code: 0 });
    expect(installedVersion('sightglass')).toBeNull();
    expect(settings()).toEqual(kept);
    const { said } = person.run('/usr/bin/xdg-mime', ['query', 'default', 'x-scheme-handler/sightglass']);
    expect(said.trim()).toBe('');
  });
});
