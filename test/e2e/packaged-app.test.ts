/**
 * The packaged app works without the loader, holds nothing but our code, and refuses what a person may not ask of it.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { extractFile, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { buildPackage, launchPackaged, launchRefusing, type PackagedApp } from '../support/driver/packaged-app.ts';
import { openWorkbench, type Workbench } from '../support/driver/workbench.ts';

const root = join(import.meta.dirname, '../..');
/** The character that stands for a fuse that is on, in the list of fuses inside the executable. */
const enabled = '1'.charCodeAt(0);
const ben = 'ben.okafor@example.com';
const shownRows = `({
  trips: document.querySelector('[data-testid="kpi-trips"]')?.textContent.match(/[\\d,]+/)?.[0].replaceAll(',', ''),
  boroughs: [...document.querySelectorAll('[data-testid^="borough-"]')].map((box) => box.value),
})`;

// Only Linux is packaged and driven here; the other systems need their own machines.
describe.runIf(process.platform === 'linux')('the packaged app', () => {
  let folder: string;
  let executable: string;
  let bench: Workbench | null = null;
  let app: PackagedApp | null = null;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sightglass-package-'));
    executable = await buildPackage(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  afterEach(async () => {
    await app?.close();
    await bench?.close();
    app = null;
    bench = null;
  });

  async function launch(workbench: Workbench, allowsLoopback: boolean, args: string[] = []): Promise<PackagedApp> {
    await app?.close();
    const { userData, browser } = workbench;
    app = await launchPackaged({ executable, userData, path: browser.path, arguments: args, allowsLoopback });
    return app;
  }

  test('signs a person in through the browser, and shows the rows of that person alone', async () => {
    bench = await openWorkbench();
    const running = await launch(bench, true, [`--import-env=${bench.envFile}`]);
    const page = await bench.signIn(running, ben);
    expect(await page.textContent('h1')).toContain('igned in');
    await running.window.locator('[data-testid="pane"][data-phase="ready"]').waitFor({ timeout: 60_000 });
    expect(await running.window.getByTestId('person').textContent()).toContain('Ben Okafor');

    const { origin } = bench.demo.sigma;
    const rows = () => running.inWorkbook<{ trips?: string; boroughs: string[] }>(origin, shownRows);
    await expect.poll(async () => (await rows()).trips).toBeTruthy();
    const audit = await bench.demo.controls.warehouse.audit();
    expect(new Set(audit.map((entry) => entry.userName))).toEqual(new Set([ben]));
    const shown = await rows();
    expect(shown.boroughs).toEqual(['Brooklyn', 'Queens']);
    expect(Number(shown.trips)).toBe(Math.max(...audit.map((entry) => entry.rows)));

    // All of this in the app that people get, with the desktop's keyring.
    expect(running.log()).toContainEqual(expect.objectContaining({ event: 'program.started', packaged: true }));
    expect(running.log()).toContainEqual(expect.objectContaining({ event: 'vault.opened', mode: 'encrypted' }));
  });

  test('refuses plain http, even to this computer, unless it is told otherwise', async () => {
    bench = await openWorkbench();
    const strict = await launch(bench, false, [`--import-env=${bench.envFile}`]);
    await strict.window.locator('[data-testid="notice"][data-code="insecure_server"]').waitFor();
    await strict.window.getByTestId('import-env').waitFor();

    // A profile that was kept in a more permissive run does not get around it.
    const permissive = await launch(bench, true, [`--import-env=${bench.envFile}`]);
    await permissive.window.getByTestId('sign-in').waitFor();
    const again = await launch(bench, false);
    await again.window.getByTestId('sign-in').click();
    await again.window.locator('[data-testid="error-panel"][data-code="insecure_server"]').waitFor();
    expect(bench.browser.unclaimed()).toEqual([]);
    expect(await bench.demo.controls.authorizationServer.journal({})).toEqual([]);
  });

  test('does not let the program that starts it look into its windows or write its traffic down', async () => {
    bench = await openWorkbench();
    const netLog = join(bench.folder, 'net-log.json');
    const { userData, browser } = bench;
    const { refused, said } = await launchRefusing(
      { executable, userData, path: browser.path, allowsLoopback: false },
      ['--remote-debugging-port=0', `--log-net-log=${netLog}`],
    );
    expect(refused).toMatchObject({ level: 'warn', names: ['remote-debugging-port', 'log-net-log'] });
    expect(said).not.toContain('DevTools listening');
    expect(existsSync(netLog)).toBe(false);
  });

  test('has its fuses set as configured', async () => {
    const configuration = readFileSync(join(root, 'electron-builder.yml'), 'utf8');
    const block = /^electronFuses:\n((?: .*\n)+)/m.exec(configuration)?.[1] ?? '';
    const configured = [...block.matchAll(/^ +(\w+): (true|false)$/gm)].map(([, name = '', value]) => {
      const option = `${name.charAt(0).toUpperCase()}${name.slice(1)}` as keyof typeof FuseV1Options;
      return [option, value === 'true'] as const;
    });
    const wire = await getCurrentFuseWire(executable);
    const actual = configured.map(
      ([option]) => [option, wire[FuseV1Options[option] as FuseV1Options] === enabled] as const,
    );
    expect(actual).toEqual(configured);
    // These fuses keep other programs from running code under our name, whatever the configuration file says.
    expect(Object.fromEntries(actual)).toMatchObject({
      RunAsNode: false,
      EnableNodeOptionsEnvironmentVariable: false,
      EnableNodeCliInspectArguments: false,
      OnlyLoadAppFromAsar: true,
    });
  });

  test('holds our code and nothing else: no dependency, no secret, no trace of this machine', () => {
    const archive = join(dirname(executable), 'resources/app.asar');
    const entries = listPackage(archive, { isPack: false }).map((entry) => entry.replaceAll('\\', '/').slice(1));
    expect(entries.filter((entry) => !/^(package\.json|out|out\/.+)$/.test(entry))).toEqual([]);
    expect(entries).toEqual(expect.arrayContaining(['package.json', 'out/main/index.js', 'out/renderer/index.html']));
    expect(
      entries.filter((entry) => /\.env|\.npmrc|\.pem$|\.key$|\.p12$|\.map$|secret|credential/i.test(entry)),
    ).toEqual([]);

    const files = entries.filter((entry) => /\.\w+$/.test(entry));
    const traces = [root, homedir() === '/' ? root : `${homedir()}/`, 'sourceMappingURL='];
    // The set-up form mentions the first line of a key in a text; a real key has its content after that line.
    const keyMaterial = /PRIVATE KEY-----(?:\s|\\[nr])*[A-Za-z0-9+/]{32}/;
    const found = files.flatMap((file) => {
      const text = extractFile(archive, file).toString('latin1');
      const seen = traces.filter((trace) => text.includes(trace)).map((trace) => `${file}: ${trace}`);
      return keyMaterial.test(text) ? [...seen, `${file}: a private key`] : seen;
    });
    expect(found).toEqual([]);
  });
});
