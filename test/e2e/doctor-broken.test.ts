/** Broken set-ups of `npm run broken` in the real app: those whose fault is outside of the program, and that no other test can show. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type BrokenSetUp, startBrokenSetUp } from '../../scripts/broken/set-ups.ts';
import { en } from '../../src/shared/text/en.ts';
import { examine, toldFirst } from '../support/driver/examine.ts';
import { freePorts } from '../support/driver/free-ports.ts';
import type { RunningApp } from '../support/driver/running-app.ts';
import { openWorkbench, type Workbench } from '../support/driver/workbench.ts';

const ada = 'ada.moreno@example.com';
let bench: Workbench;
let broken: BrokenSetUp;
beforeEach(async () => {
  bench = await openWorkbench();
});
afterEach(async () => {
  await bench.close();
  await broken.stop();
});

/** As `broken.mjs` opens the app. */
async function open(number: number): Promise<RunningApp> {
  const [port] = await freePorts(1);
  const redirectUris = [`http://localhost:${port}/auth/databricks/callback`];
  broken = await startBrokenSetUp(number, bench.userData, { redirectUris });
  const { proxy, knownKey, authority } = broken.computer;
  const environment: Record<string, string> = {};
  const given: string[] = [];
  if (broken.envFile !== null) {
    const file = join(bench.folder, 'broken.env');
    writeFileSync(file, broken.envFile);
    given.push(`--import-env=${file}`);
  }
  if (proxy) given.push(`--proxy-server=${proxy}`);
  if (knownKey) given.push(`--ignore-certificate-errors-spki-list=${knownKey}`);
  if (authority) {
    environment.NODE_EXTRA_CA_CERTS = join(bench.folder, 'authority.pem');
    writeFileSync(environment.NODE_EXTRA_CA_CERTS, authority);
  }
  return bench.launch({ arguments: given, environment });
}

test.each([
  ['a proxy that wants a password', 11, 'proxy'],
  ['a filter that looks into traffic', 12, 'tls'],
] as const)('%s is named first, and the workbook comes once it is mended', async (_, number, check) => {
  const app = await open(number);
  await bench.signIn(app, ada);
  expect(await toldFirst(app)).toEqual(['wrong', check, 'it']);
  await broken.ask('it');
  await app.window.keyboard.press('Control+r');
  await app.workbookReady();
  // What else is wrong with the computer of the test is not what this is about.
  const of = await examine(app);
  for (const one of ['proxy', 'tls', 'reach', 'sigma', 'sigma-answer'] as const) {
    expect([one, of(one)?.outcome]).toEqual([one, 'ok']);
  }
});

test('a vault that the power failure left by half is named first, and what was in it is entered again', async () => {
  const app = await open(14);
  await app.window.getByText(en.errors.secret_missing.title).first().waitFor();
  expect(await toldFirst(app)).toEqual(['wrong', 'files', 'person']);
  expect(await broken.ask('it')).toContain('removed');
});
