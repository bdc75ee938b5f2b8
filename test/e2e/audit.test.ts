/** The audit trail tells by name what a person did, is whole until somebody touches it, and holds nothing that is secret. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { en } from '../../src/shared/text/en.ts';
import { format } from '../../src/shared/text/format.ts';
import type { RunningApp } from '../support/driver/running-app.ts';
import { openWorkbench, type Workbench } from '../support/driver/workbench.ts';

const ada = 'ada.moreno@example.com';
let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench();
});
afterEach(() => bench.close());

const { audit } = en;
const openTrail = async ({ window }: RunningApp): Promise<void> => {
  await window.getByTestId('menu').click();
  await window.getByTestId('open-palette').click();
  await window.getByTestId('palette-field').fill('audit trail');
  await window.keyboard.press('Enter');
  await window.getByRole('dialog', { name: audit.title }).waitFor();
};
const verdict = (window: Page) => window.getByTestId('audit-verdict');
const whole = (window: Page) => verdict(window).getByText(/^Whole: \d+ entries/);
const trailFolder = () => join(bench.userData, 'audit');
const trailFile = () => join(trailFolder(), 'audit-000001.jsonl');
const records = (): { event: string; data: Record<string, unknown> }[] =>
  readFileSync(trailFile(), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

test('signing in, a workbook, an export and signing out are each in it, and a line that is changed is found', async () => {
  const app = await bench.launchWithProfile();
  const { window } = app;
  await bench.signIn(app, ada);
  await app.workbookReady();
  await app.electron.evaluate(({ app: program }, path) => program.setPath('downloads', path), bench.folder);
  await app.waitInWorkbook(`document.querySelector('[data-testid="export-csv"]')`);
  await app.inWorkbook(`document.querySelector('[data-testid="export-csv"]').click()`);
  await window.getByTestId('downloads').click();
  await window.locator('[data-testid="download"][data-status="done"]').waitFor();
  await window.keyboard.press('Escape');
  await window.getByTestId('menu').click();
  await window.getByTestId('sign-out').click();
  await window.getByTestId('sign-in').first().waitFor();

  await openTrail(app);
  await whole(window).waitFor();
  const entry = (event: string) => window.locator(`[data-testid="audit-entry"][data-event="${event}"]`);
  for (const event of ['profile.created', 'sign-in.done', 'session.signed', 'download.done', 'sign-out.done']) {
    await entry(event).first().waitFor();
  }
  await entry('sign-in.done').getByText(ada).first().waitFor();
  await entry('sign-out.done').getByText(ada).first().waitFor();
  const signed = entry('session.signed').last();
  await signed.getByText(format(audit.says['session.signed'], { sigmaUser: ada, shown: 'NYC Taxi trips' })).waitFor();
  await signed.locator('summary').click();
  const told = records().find(({ event }) => event === 'session.signed')?.data;
  await signed.getByText(String(told?.jti)).waitFor();
  expect(told).toMatchObject({ sigmaUser: ada, platformUsers: [ada], endsWithinGrants: true });
  expect(Date.parse(String(told?.endsAt))).toBeLessThanOrEqual(Date.parse(String(told?.grantsEndAt)));

  // By kind, and by words.
  await window.getByLabel(audit.kind).selectOption('file');
  await window.getByTestId('audit-found').getByText(audit.found.one).waitFor();
  await window.getByLabel(audit.kind).selectOption('');
  await window.getByTestId('audit-search').fill('no such words');
  await window.getByText(format(audit.none, { search: 'no such words' })).waitFor();

  // One letter of one name, in a file that is as long as before.
  const before = readFileSync(trailFile(), 'utf8');
  writeFileSync(trailFile(), before.replace('ada.moreno', 'ada.morena'));
  await window.getByTestId('audit-check').click();
  await verdict(window).getByText(audit.notWhole).waitFor();
  const line = before.split('\n').findIndex((one) => one.includes('ada.moreno')) + 1;
  await verdict(window)
    .getByText(format(audit.faults.changed, { line, file: 'audit-000001.jsonl' }))
    .waitFor();
  writeFileSync(trailFile(), before);
  await window.getByTestId('audit-check').click();
  await whole(window).waitFor();
});

test('the chain goes on over runs, for its owner alone, without anything secret, and an end that is cut off is found', async () => {
  const first = await bench.launchWithProfile();
  await bench.signIn(first, ada);
  await first.workbookReady();
  await first.close();
  const text = readFileSync(trailFile(), 'utf8');
  expect(text).toContain('"event":"program.ended"');
  const { embedClient } = bench.demo.sigma;
  const { clientSecret } = bench.demo.authorizationServer.clients.confidential;
  for (const secret of [embedClient.secret, clientSecret, ':jwt=', 'eyJ']) expect(text).not.toContain(secret);
  expect(statSync(trailFile()).mode & 0o777).toBe(0o600);
  expect(readdirSync(trailFolder())).toEqual(['audit-000001.jsonl']);

  const second = await bench.launch();
  await second.workbookReady();
  await openTrail(second);
  await whole(second.window).waitFor();
  expect(records().map(({ event }) => event)).toContain('sign-in.taken-up');
  await second.close();

  // While the program does not run, somebody takes the last lines away.
  const lines = readFileSync(trailFile(), 'utf8').split('\n').filter(Boolean);
  writeFileSync(
    trailFile(),
    lines
      .slice(0, -4)
      .map((line) => `${line}\n`)
      .join(''),
  );
  const third = await bench.launch();
  await third.workbookReady();
  await openTrail(third);
  await verdict(third.window).getByText(audit.notWhole).waitFor();
  const place = { line: lines.length - 3, file: 'audit-000001.jsonl' };
  await verdict(third.window).getByText(format(audit.faults.missing, place)).waitFor();
});

test('what a policy demands cannot be switched off, and the trail is saved as lines and as a table', async () => {
  const app = await bench.launchWithProfile({ policy: { auditTrail: true, auditDays: 180 } });
  const { window } = app;
  await openTrail(app);
  await window.locator('[data-testid="audit-entry"][data-event="policy.read"]').waitFor();
  await window.locator('[data-testid="audit-entry"][data-event="policy.changed"]').waitFor();
  for (const [testId, name] of [
    ['audit-jsonl', 'trail.jsonl'],
    ['audit-csv', 'trail.csv'],
  ] as const) {
    const path = join(bench.folder, name);
    await app.electron.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath });
    }, path);
    await window.getByTestId(testId).click();
    await window.getByTestId('audit-refresh').click();
    await window.locator('[data-event="trail.exported"]').getByText(name).first().waitFor();
  }
  const lines = readFileSync(join(bench.folder, 'trail.jsonl'), 'utf8');
  expect(readFileSync(trailFile(), 'utf8').startsWith(lines)).toBe(true);
  expect(readFileSync(join(bench.folder, 'trail.csv'), 'utf8')).toMatch(/^\uFEFF"seq","at","run","event",/);
  await window.getByTestId('sheet-close').click();
  await window.getByTestId('menu').click();
  await window.getByTestId('open-settings').click();
  const setting = window.getByTestId('setting-auditTrail');
  await setting.getByText(en.settings.setBy.administrator).waitFor();
  expect(await setting.getByRole('checkbox').count()).toBe(0);
});
