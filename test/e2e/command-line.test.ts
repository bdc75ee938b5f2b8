/** The command line, against the program that runs and alone: nothing comes forward, no token is printed, every code is right. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { en } from '../../src/shared/text/en.ts';
import { type CommandOptions, runCommandLine, startCommand } from '../support/driver/command-line.ts';
import { openWorkbench, type Workbench } from '../support/driver/workbench.ts';

const ada = 'ada.moreno@example.com';
const { shows, notes, troubles, asks } = en.commandLine;
let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench();
});
afterEach(() => bench.close());

const here = (more: Partial<CommandOptions> = {}): CommandOptions => ({
  userData: bench.userData,
  path: bench.browser.path,
  ...more,
});
const run = (words: string, more?: Partial<CommandOptions>) => runCommandLine(words.split(' '), here(more));
const json = async (words: string, more?: Partial<CommandOptions>) => {
  const outcome = await run(`${words} --json`, more);
  return { ...outcome, document: JSON.parse(outcome.out) as Record<string, unknown> };
};
/** What must never be on a terminal. */
function expectNoSecrets(...texts: readonly string[]): void {
  const { secret } = bench.demo.sigma.embedClient;
  for (const text of texts) for (const one of [secret, 'eyJ', ':jwt=']) expect(text).not.toContain(one);
}
/** Somebody signs in in the browser, as a command has asked for it. */
async function signInThere(): Promise<void> {
  const page = await bench.browser.open(await bench.browser.nextAddress());
  await page.getByTestId(`person-${ada}`).click();
  await page.waitForURL(/\/signed-in\//);
}

test('the program that runs is asked: status, sign-in, renewal, token, doctor, audit and sign-out, and no window comes forward', async () => {
  const app = await bench.launchWithProfile();
  const { window } = app;
  await window.getByTestId('sign-in').first().waitFor();
  const shownTimes = await app.electron.evaluate(({ BrowserWindow }) => {
    const counted = globalThis as { focused?: number };
    counted.focused = 0;
    for (const one of BrowserWindow.getAllWindows()) {
      const { show, focus } = one;
      one.show = () => {
        counted.focused = (counted.focused ?? 0) + 1;
        show.call(one);
      };
      one.focus = () => {
        counted.focused = (counted.focused ?? 0) + 1;
        focus.call(one);
      };
    }
    return counted.focused;
  });
  expect(shownTimes).toBe(0);

  const out = await json('auth status');
  expect(out).toMatchObject({ code: 3, document: { connections: [{ status: 'signed-out', person: null }] } });
  const { profiles } = (await json('profile list')).document as {
    profiles: { name: string; hasEmbedSecret: boolean }[];
  };
  expect(profiles).toMatchObject([{ hasEmbedSecret: true }]);
  const profile = profiles[0]?.name ?? '';

  const signIn = startCommand(['auth', 'sign-in', '--profile', profile], here());
  await signInThere();
  const signedIn = await signIn.ended;
  expect(signedIn).toMatchObject({ code: 0 });
  expect(signedIn.out).toContain(ada);
  expect(signedIn.err).toContain(notes.browser.slice(0, 10));
  // The window shows it by itself.
  await app.workbookReady();

  const renewed = await run(`auth renew --profile=${profile.replaceAll(' ', '\u00a0')}`);
  expect(renewed.code).toBe(0);
  const tested = await json('token test');
  expect(tested.code).toBe(0);
  expect(tested.document).toMatchObject({
    isSignedInNow: false,
    token: { form: 'jwt' },
    identity: { asked: 'scim-me', userName: ada, problem: null },
    session: { signature: 'right', claims: 'right', tokens: 1, readable: 1, problem: null },
    isRight: true,
    revealed: null,
  });
  const inWords = await run('token test');
  expect(inWords.out).toContain(shows.allRight);
  expectNoSecrets(tested.out, inWords.out, inWords.err);

  const doctor = await json('doctor');
  expect(doctor.document).toMatchObject({ schema: 1, phase: 'done' });
  const checked = await json('profile check');
  expect(checked.document).toMatchObject({ profiles: [{ checks: { phase: 'done', isSaved: true } }] });
  expect(await run('audit verify')).toMatchObject({ code: 0, out: expect.stringMatching(/^Whole: \d+ entries/) });
  expect(await run('status')).toMatchObject({ code: 0, out: expect.stringContaining(shows.running) });

  const signedOut = await run(`auth sign-out --profile=${profile}`);
  expect(signedOut).toMatchObject({ code: 0, out: expect.stringContaining(shows.statuses['signed-out']) });
  await window.getByTestId('sign-in').first().waitFor();
  expect(await run(`auth renew --profile=${profile}`)).toMatchObject({ code: 3 });

  const wrong = await run('auth renew --profile=nobody');
  expect(wrong).toMatchObject({ code: 1, out: '' });
  expect(wrong.err).toContain('nobody');
  const focused = await app.electron.evaluate(() => (globalThis as { focused?: number }).focused);
  expect(focused).toBe(0);
  expect(await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  // For its person alone, and without a port.
  const folder = join(bench.userData, 'command-line');
  expect(
    [folder, join(folder, 'socket'), join(folder, 'address.json')].map((path) => statSync(path).mode & 0o077),
  ).toEqual([0, 0, 0]);
});

test('alone: it signs in without a window, leaves the sign-in to the next start, and takes nothing of what a window had open', async () => {
  const first = await bench.launchWithProfile();
  await bench.signIn(first, ada);
  await first.workbookReady();
  await first.close();
  const tabs = readFileSync(join(bench.userData, 'tabs.json'), 'utf8');

  const profile = ((await json('profile list')).document as { profiles: { name: string }[] }).profiles[0]?.name ?? '';
  expect((await run(`auth sign-out --profile=${profile}`)).code).toBe(0);
  expect((await run(`auth renew --profile=${profile}`)).code).toBe(3);
  const signIn = startCommand(['token', 'test'], here());
  await signInThere();
  const tested = await signIn.ended;
  expect(tested).toMatchObject({ code: 0, out: expect.stringContaining(shows.allRight) });
  expect(tested.out).toContain(ada);
  expectNoSecrets(tested.out, tested.err);
  // One after the other, each with the refresh token that the one before was given.
  for (let times = 0; times < 2; times += 1) expect((await run(`auth renew --profile=${profile}`)).code).toBe(0);
  // What the last run has kept is renewed at a start, as in a window.
  const status = (await json('auth status')) as { code: number; document: Record<string, unknown> };
  expect(status).toMatchObject({ code: 0, document: { connections: [{ person: ada, problem: null }] } });
  expect(await run('audit verify')).toMatchObject({ code: 0 });
  const doctor = await json('doctor');
  const { checks } = doctor.document as { checks: { check: string; result: { outcome: string } }[] };
  const failed = checks.filter(({ result }) => result.outcome === 'failed').map(({ check }) => check);
  // The Electron that tests run on may be one that is no longer fixed, and that is wrong.
  expect(failed.filter((check) => check !== 'electron')).toEqual([]);
  expect(doctor.code).toBe(failed.length === 0 ? 0 : 1);
  expect(await run('status')).toMatchObject({ code: 4, out: expect.stringContaining(shows.notRunning) });
  // Over ssh, say.
  const noDisplay = { environment: { DISPLAY: undefined, WAYLAND_DISPLAY: undefined } };
  expect(await run('profile list', noDisplay)).toMatchObject({ code: 0, out: expect.stringContaining(profile) });
  expect(await run('help', noDisplay)).toMatchObject({ code: 0 });
  expect(readFileSync(join(bench.userData, 'tabs.json'), 'utf8')).toBe(tabs);
  // Nobody listens any more, and what was left behind says so.
  expect(existsSync(join(bench.userData, 'command-line/address.json'))).toBe(false);

  const second = await bench.launch();
  await second.workbookReady();
});

test('whoever starts the program while a command runs alone gets its window when that has ended', async () => {
  const first = await bench.launchWithProfile();
  await first.window.getByTestId('sign-in').first().waitFor();
  await first.close();
  const signIn = startCommand(['token', 'test'], here());
  const address = await bench.browser.nextAddress();
  // Another command is answered by the one that runs alone.
  expect(await run('auth status')).toMatchObject({ code: 3 });
  const later = await run(`--user-data-dir=${bench.userData}`);
  expect(later).toMatchObject({ code: 0 });
  await signIn.said(notes.opensAfter);
  const page = await bench.browser.open(address);
  await page.getByTestId(`person-${ada}`).click();
  await page.waitForURL(/\/signed-in\//);
  expect(await signIn.ended).toMatchObject({ code: 0 });
  // The new start takes over; it is ended by a command that finds it running.
  await expect.poll(async () => (await run('status')).code, { timeout: 60_000 }).toBe(0);
  const { pid } = JSON.parse(readFileSync(join(bench.userData, 'command-line/address.json'), 'utf8')) as {
    pid: number;
  };
  process.kill(pid, 'SIGTERM');
  await expect.poll(async () => (await run('status')).code, { timeout: 60_000 }).toBe(4);
});

test('a token is shown on a terminal alone, after a word, with the consent of the program that runs, and never against a policy', async () => {
  const app = await bench.launchWithProfile();
  await bench.signIn(app, ada);
  await app.workbookReady();
  const reveal = (typed: CommandOptions['typed'], more: Partial<CommandOptions> = {}) =>
    runCommandLine(['token', 'test', '--reveal'], here({ ...(typed && { typed }), ...more }));
  const answer = (index: 0 | 1) =>
    app.electron.evaluate(({ dialog }, response) => {
      dialog.showMessageBox = async () => ({ response, checkboxChecked: false });
    }, index);
  const word = asks.reveal.split('“')[0] ?? '';

  await answer(1);
  const piped = await reveal(undefined);
  expect(piped).toMatchObject({ code: 5, err: expect.stringContaining(en.errors.command_refused.detail.notATerminal) });
  const mistyped = await reveal([[word, 'no']]);
  expect(mistyped.code).toBe(5);
  const agreed = await reveal([[word, 'reveal']]);
  expect(agreed.out).toMatch(/eyJ[\w-]+\.[\w-]+\.[\w-]+/);
  expect(agreed.code).toBe(0);
  await answer(0);
  const declined = await reveal([[word, 'reveal']]);
  expect(declined.code).toBe(5);
  expectNoSecrets(piped.out, mistyped.out, declined.out);
  await app.close();

  const forbidden = await reveal([[word, 'reveal']], { policy: { revealTokens: false } });
  expect(forbidden).toMatchObject({
    code: 1,
    out: expect.stringContaining(en.errors.command_refused.detail.revealForbidden),
  });
  expectNoSecrets(forbidden.out);
  // Alone, the terminal is that of the very process that has the token.
  const alone = await reveal([[word, 'reveal']]);
  expect(alone.out).toMatch(/eyJ[\w-]+\.[\w-]+\.[\w-]+/);
  // Ctrl+C at the question ends it, without a line that follows.
  const left = await reveal([[word, '\u0003']]);
  expect(left.code).toBe(130);
  expectNoSecrets(left.out);
});

test('a profile goes into a sealed file and out of it, with secrets that are typed and never shown', async () => {
  const app = await bench.launchWithProfile();
  await app.window.getByTestId('sign-in').first().waitFor();
  const { secret } = bench.demo.sigma.embedClient;
  const file = join(bench.folder, 'taxi.sightglass');
  const passphrase = 'correct horse battery';
  const clientSecret = bench.demo.authorizationServer.clients.confidential.clientSecret;
  const plain = await run(`profile export ${file}`);
  expect(plain).toMatchObject({ code: 0, out: expect.stringContaining(file) });
  expect(readFileSync(file, 'utf8')).not.toContain(secret);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await run(`profile export ${file}`)).toMatchObject({
    code: 1,
    err: expect.stringContaining(troubles.fileThere.split('{')[0] ?? ''),
  });

  const sealed = join(bench.folder, 'sealed.sightglass');
  const typed = await runCommandLine(['profile', 'export', sealed, '--with-secrets'], {
    ...here(),
    typed: [
      [asks.embedSecret.split('{')[0] ?? '', secret],
      [asks.clientSecret.split('{')[0] ?? '', clientSecret],
      [asks.newPassphrase.split('{')[0] ?? '', passphrase],
      [asks.repeat, passphrase],
    ],
  });
  expect(typed.code).toBe(0);
  for (const one of [secret, passphrase, clientSecret]) expect(typed.out).not.toContain(one);
  const text = readFileSync(sealed, 'utf8');
  for (const one of [secret, passphrase, clientSecret]) expect(text).not.toContain(one);
  await app.close();

  // On another computer, from standard input.
  const elsewhere = { userData: join(bench.folder, 'elsewhere') };
  expect(await run(`profile import ${sealed}`, { ...elsewhere, input: 'wrong passphrase\n' })).toMatchObject({
    code: 1,
    err: expect.stringContaining(en.errors.passphrase_wrong.title),
  });
  expect(await run(`profile import ${sealed}`, { ...elsewhere, input: `${passphrase}\n` })).toMatchObject({ code: 0 });
  const { document } = await json('profile list', elsewhere);
  expect(document).toMatchObject({ profiles: [{ hasEmbedSecret: true }] });
});

test('the log is followed over a change of files, a link is opened, and what others could have put there is refused', async () => {
  const app = await bench.launchWithProfile();
  await app.window.getByTestId('sign-in').first().waitFor();
  const log = join(bench.userData, 'logs/sightglass.log');
  const following = startCommand(['logs', '--follow'], here());
  await following.said('"event":"program.started"');
  renameSync(log, join(bench.userData, 'logs/sightglass.1.log'));
  writeFileSync(log, '{"event":"a.new-file"}\n');
  await following.said('a.new-file');
  following.interrupt();
  expect(await following.ended).toMatchObject({ code: 0 });

  const opened = await run('open sightglass://open?profile=nowhere');
  expect(opened).toMatchObject({ code: 0, out: expect.stringContaining(shows.opened) });
  await app.window.getByText(en.errors.open_link_refused.title).first().waitFor();
  expect(await run('open https://example.com/')).toMatchObject({ code: 2 });
  await app.close();

  const folder = join(bench.userData, 'command-line');
  rmSync(folder, { recursive: true });
  symlinkSync(bench.folder, folder);
  expect(await run('auth status')).toMatchObject({ code: 4, err: expect.stringContaining(folder) });
});

test('a command is not ended by who does not read what it says, takes links alone, and waits at no pipe', async () => {
  expect(await run('doctor extra', { isDeaf: true })).toMatchObject({ code: 2, err: '' });
  expect(await run('open doctor')).toMatchObject({ code: 2, out: '' });
  for (const name of ['status.json', 'preferences.json']) {
    const pipe = join(bench.userData, name);
    rmSync(pipe, { force: true });
    mkdirSync(bench.userData, { recursive: true });
    execFileSync('mkfifo', [pipe]);
    expect(await run('status')).toMatchObject({ code: 4, out: expect.stringContaining(shows.notRunning) });
  }
  const { title } = en.errors.settings_unreadable;
  expect(await run('profile list')).toMatchObject({ code: 1, out: '', err: expect.stringContaining(title) });
});
