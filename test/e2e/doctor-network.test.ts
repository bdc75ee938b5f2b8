/** The doctor in the real app: the way to the servers by the system's own proxy settings and names, and what came of a sign-in. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CheckId } from '../../src/shared/checks.ts';
import { en } from '../../src/shared/text/en.ts';
import { openWorkbench, type Workbench } from '../support/driver/workbench.ts';

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench();
});
afterEach(() => bench.close());

test('of a set-up that works the doctor finds the way, the session and the last load right, and loads nothing', async () => {
  const app = await bench.launchWithProfile();
  const { window } = app;
  await bench.signIn(app, 'ada.moreno@example.com');
  await app.workbookReady();
  const loads = (await bench.demo.controls.sigma.journal()).length;

  await window.getByTestId('menu').click();
  await window.getByTestId('open-palette').click();
  await window.getByTestId('palette-field').fill('doctor');
  await window.keyboard.press('Enter');
  const dialog = window.getByRole('dialog', { name: en.doctor.title });
  // It begins by itself.
  await dialog.locator('[data-testid="doctor"][data-phase="done"]').waitFor();
  // What is right is folded away.
  await dialog.getByTestId('doctor-right').locator('> summary').click();

  const of = (check: CheckId) => dialog.getByTestId(`check-${check}`).first();
  for (const check of ['proxy', 'tls', 'reach', 'renewals', 'session-readable', 'sigma-answer', 'data'] as const) {
    await of(check).getByText(en.checks.outcomes.ok, { exact: true }).waitFor();
  }
  await of('sigma-answer').locator('summary').click();
  await of('sigma-answer').getByText('Sigma loaded “NYC Taxi trips”').waitFor();
  // A request without a name, and no load.
  const asked = (await bench.demo.controls.sigma.journal()).slice(loads);
  expect(JSON.stringify(asked)).not.toContain('ada.moreno');
  await window.screenshot({ path: 'test-results/doctor-network.png' });
});
