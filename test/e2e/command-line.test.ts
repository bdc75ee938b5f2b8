/** The command line, against the program that runs and alone: nothing comes forward, no token is printed, every code is right. */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { en } from '../../src/shared/text/en.ts';
import { type CommandOptions, runCommandLine, startCommand } from '../support/driver/command-line.ts';
import { openWorkbench, type Workbench } from '../support/driver/workbench.ts';

const ada = 'ada.moreno@example.com';
const { shows, notes, exitCodes: _codes, troubles, asks } = en.commandLine;
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
  const { profiles } = (await json('profile list')).document as { profiles: { name: string; hasEmbedSecret: boolean }[] };
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
  expect([folder, join(folder, 'socket'), join(folder, 'address.json')].map((path) => statSync(path).mode & 0o077)).toEqual(
    [0, 0, 0],
  );
});
