/** From an error to its cause, to whoever must act, and back once it is mended. */
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { en } from '../../src/shared/text/en.ts';
import { format } from '../../src/shared/text/format.ts';
import type { RunningApp } from '../support/driver/running-app.ts';
import { openWorkbench, type Workbench } from '../support/driver/workbench.ts';

const ada = 'ada.moreno@example.com';
const { doctor, checks } = en;
let bench: Workbench;
let taker: Server | null = null;
beforeEach(async () => {
  bench = await openWorkbench();
});
afterEach(async () => {
  taker?.close();
  taker = null;
  await bench.close();
});

/** Once the run is over, the answer of the doctor. */
const head = ({ window }: RunningApp, check: string) =>
  window.locator(
    `[data-testid="doctor"]:not([data-phase="running"]) [data-testid="doctor-head"][data-check="${check}"]`,
  );
const copied = ({ electron }: RunningApp) => electron.evaluate(({ clipboard }) => clipboard.readText());
const changed = ({ window }: RunningApp, check: keyof typeof checks.names) =>
  window.getByTestId('doctor-changes').getByText(format(doctor.now.ok, { check: checks.names[check] }));

test('a port that is taken: the doctor names it, and once it is free says so in its place', async () => {
  const [redirect = ''] = bench.demo.authorizationServer.redirectUris;
  const { port } = new URL(redirect);
  taker = createServer();
  await new Promise<void>((resolve) => taker?.listen(Number(port), '127.0.0.1', resolve));
  const app = await bench.launchWithProfile();
  const { window } = app;
  await window.getByTestId('sign-in').first().click();
  await window.locator('[data-testid="error-panel"][data-code="redirect_ports_busy"]').waitFor();
  await window.getByRole('button', { name: doctor.find }).click();
  await window.getByRole('dialog', { name: doctor.title }).waitFor();
  const found = head(app, 'ports');
  await found.getByRole('heading', { name: en.errors.redirect_ports_busy.title }).waitFor();
  await found.getByTestId('doctor-owner').waitFor();
  await window.getByRole('heading', { name: doctor.matters }).waitFor({ state: 'detached' });

  const closed = once(taker, 'close');
  taker.close();
  await closed;
  taker = null;
  await window.getByRole('button', { name: doctor.again }).click();
  await changed(app, 'ports').waitFor();
  const matters = window.getByRole('region', { name: doctor.matters });
  await matters.locator('[data-testid="check-ports"][data-outcome="ok"]').waitFor();
});

test('a secret that is wrong: the doctor names the application and its owner, leads to the form, and a ticket holds no secret', async () => {
  const { clientSecret } = bench.demo.authorizationServer.clients.confidential;
  writeFileSync(
    bench.envFile,
    readFileSync(bench.envFile, 'utf8').replace(clientSecret, 'not-the-secret-of-this-client'),
  );
  const app = await bench.launchWithProfile();
  const { window } = app;
  await bench.signIn(app, ada);
  await window.locator('[data-testid="error-panel"][data-code="client_rejected"]').waitFor();
  await window.getByRole('button', { name: doctor.find }).click();
  const found = head(app, 'client');
  await found.getByRole('heading', { name: en.errors.client_rejected.title }).waitFor();
  await found.getByText(format(checks.actor, { owner: checks.owners.person })).waitFor();

  await window.getByRole('button', { name: checks.copy }).click();
  await expect.poll(() => copied(app)).toContain(`[${checks.outcomes.failed}] ${checks.names.client}`);
  const ticket = await copied(app);
  for (const secret of [clientSecret, 'not-the-secret-of-this-client', bench.demo.sigma.embedClient.secret, 'eyJ']) {
    expect(ticket).not.toContain(secret);
  }

  // What leaves with a report can be read before.
  await window.getByRole('button', { name: doctor.report.open }).click();
  const files = window.getByTestId('report-file');
  const results = files.filter({ hasText: 'report.txt' });
  await results.locator('summary').click();
  await results.getByRole('region').getByText(en.errors.client_rejected.title).first().waitFor();
  for (const file of await files.all()) {
    if ((await file.getByRole('region').count()) === 0) await file.locator('summary').click();
    const text = await file.getByRole('region').innerText();
    for (const secret of [clientSecret, 'not-the-secret-of-this-client', ada]) expect(text).not.toContain(secret);
  }
  await window.getByRole('button', { name: doctor.report.back }).click();

  await window.getByTestId('doctor-head').getByRole('button', { name: en.window.editSetUp }).click();
  await window.locator('[data-field$="clientSecret"] input').fill(clientSecret);
  await window.getByTestId('save-profile').click();
  await window.getByTestId('set-up-form').waitFor({ state: 'detached' });
  await window.getByTestId('menu').click();
  await window.getByTestId('open-palette').click();
  await window.getByTestId('palette-field').fill('doctor');
  await window.keyboard.press('Enter');
  await changed(app, 'client').waitFor();
});
