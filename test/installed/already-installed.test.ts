/**
 * The main job of an app that was installed before, by whatever installer: SIGHTGLASS_INSTALLED names its executable. For
 * the systems whose installers are run by the workflow and not by a test. It has to be a build for tests.
 */
import { afterEach, expect, test } from 'vitest';
import { copiedLink } from '../support/driver/copied-link.ts';
import { launchPackaged, type PackagedApp } from '../support/driver/packaged-app.ts';
import { openWorkbench, type Workbench } from '../support/driver/workbench.ts';

const executable = process.env.SIGHTGLASS_INSTALLED;

let bench: Workbench | null = null;
let app: PackagedApp | null = null;
afterEach(async () => {
  await app?.close();
  await bench?.close();
  app = null;
  bench = null;
});

test.runIf(executable)('the installed app signs a person in, and shows the rows of that person alone', async () => {
  bench = await openWorkbench();
  const { userData, browser, demo } = bench;
  app = await launchPackaged({
    executable: executable ?? '',
    userData,
    path: browser.path,
    arguments: [`--import-env=${bench.envFile}`],
    allowsLoopback: true,
  });
  await app.window.getByTestId('sign-in').first().click();
  const page = await browser.open(await copiedLink(app.window));
  await page.getByTestId('person-ben.okafor@example.com').click();
  await page.waitForURL(/\/signed-in\//);
  await app.window.locator('[data-testid="pane"][data-phase="ready"]').waitFor({ timeout: 60_000 });

  const shown = () =>
    app?.inWorkbook<string[]>(
      demo.sigma.origin,
      `[...document.querySelectorAll('[data-testid^="borough-"]')].map((box) => box.value)`,
    );
  await expect.poll(shown).toEqual(['Brooklyn', 'Queens']);
  const audit = await demo.controls.warehouse.audit();
  expect(new Set(audit.map((entry) => entry.userName))).toEqual(new Set(['ben.okafor@example.com']));
  expect(app.log()).toContainEqual(expect.objectContaining({ event: 'program.started', packaged: true }));
  expect(app.log()).toContainEqual(expect.objectContaining({ event: 'vault.opened', mode: 'encrypted' }));
});
