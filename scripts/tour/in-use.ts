/** The parts of the tour with a person who is signed in: the workbook, a restart, troubles, and the sign-out. */
import { join } from 'node:path';
import type { Scheme } from '../../test/support/driver/pictures.ts';
import { COLLEAGUE, expect, type Stage, TRAVELLER } from './stage.ts';

export async function signIn(stage: Stage): Promise<void> {
  const { step, inTheDark, shown, press } = stage;
  await step('signed-out', async () => {
    await press('import-continue');
    await shown('sign-in');
  });
  await step('waiting-for-browser', stage.goToBrowser);
  await inTheDark('waiting-for-browser-dark');
  await step('browser-sign-in', () => stage.tab().getByTestId(`person-${TRAVELLER}`).waitFor(), stage.browserTab());
  await step('browser-signed-in', () => stage.choosePerson(TRAVELLER), stage.browserTab());
}

export async function workbook(stage: Stage): Promise<void> {
  const { step, inTheDark, shown, gone, press } = stage;
  await step('workbook', async () => {
    await stage.app().workbookReady();
    stage.report.rows = await stage.trips();
    const audit = await stage.bench.demo.controls.warehouse.audit();
    expect(
      audit.every(({ userName }) => userName === TRAVELLER),
      'another person asked the warehouse',
    );
    expect(
      stage.report.rows === Math.max(...audit.map(({ rows }) => rows)),
      'the workbook shows other rows than it got',
    );
  });
  await step('filter-changed', async () => {
    await stage.app().chooseBorough('Queens');
    await stage.app().waitInWorkbook(
      `document.querySelector('[data-testid="borough-Queens"]').checked &&
        document.getElementById('main').getAttribute('aria-busy') === 'false'`,
    );
    expect((await stage.trips()) < stage.report.rows, 'the filter changed nothing');
  });
  await step('session-details', async () => {
    await press('details');
    await shown('claims');
  });
  await step('renewed-and-swapped', async () => {
    const [guest, rows] = [await stage.activeGuest(), await stage.trips()];
    await press('renew-now');
    await stage.app().workbookReady(1);
    expect((await stage.activeGuest()) !== guest, 'the guests did not swap');
    expect(
      (await stage.chosenBoroughs()).join() === 'Queens' && (await stage.trips()) === rows,
      'the swap lost the filter',
    );
  });
  await reloadIn(stage, 'dark');
  await inTheDark('session-details-dark');
  await step(
    'workbook-dark',
    async () => {
      await press('details');
      await gone('details-panel');
    },
    stage.window('dark'),
  );
  await reloadIn(stage, 'light');
}

/** A workbook gets its colours when it is loaded. */
async function reloadIn(stage: Stage, scheme: Scheme): Promise<void> {
  const guest = await stage.activeGuest();
  await stage.app().electron.evaluate(({ nativeTheme }, wanted) => {
    nativeTheme.themeSource = wanted;
  }, scheme);
  await stage.press('reload');
  await stage.guestAfter(guest);
  await stage.app().workbookReady();
}

export async function restart(stage: Stage): Promise<void> {
  const { step, shown, press } = stage;
  await step('restarted', async () => {
    await stage.app().close();
    await stage.start();
    await stage.app().workbookReady();
    expect(stage.bench.browser.unclaimed().length === 0, 'the browser was opened again');
    expect((await stage.trips()) === stage.report.rows, 'the rows are others than before');
  });
  await step('menu', async () => {
    await press('menu');
    await shown('sign-out');
  });
  await step('profiles', async () => {
    await press('profiles');
    await shown('profile-row');
  });
  await step('set-up-of-profile', async () => {
    await press('open-profile');
    await press('menu');
    await press('edit-set-up');
    await shown('set-up-form');
  });
  await step('set-up-connection', () =>
    stage
      .app()
      .window.getByTestId('connection-fields')
      .evaluate((fields) => fields.scrollIntoView({ block: 'start', behavior: 'instant' })),
  );
  await step('set-up-how-it-opens', async () => {
    const workbook = stage.app().window.getByTestId('workbook-fields').first();
    await workbook.getByRole('button', { name: 'How it opens' }).click();
    await stage.app().window.getByTestId('url-preview').first().waitFor();
    await workbook.evaluate((fields) => fields.scrollIntoView({ block: 'start', behavior: 'instant' }));
  });
  await step('set-up-url-preview', () =>
    stage
      .app()
      .window.getByTestId('url-preview')
      .first()
      .evaluate((preview) => preview.scrollIntoView({ block: 'center', behavior: 'instant' })),
  );
}

export async function troubles(stage: Stage): Promise<void> {
  const { step, inTheDark, shown, gone, press } = stage;
  await step('refused-by-sigma', async () => {
    await press('cancel-set-up');
    await stage.bench.demo.controls.sigma.refuseNext({ code: 'EINVAL', message: 'Invalid encrypted token' });
    await press('reload');
    await stage.app().window.locator('[data-testid="error-panel"][data-code="sigma_secret_wrong"]').waitFor();
  });
  await step('doctor', async () => {
    await press('find-cause');
    await stage.app().window.locator('[data-testid="doctor"][data-phase="done"]').waitFor();
  });
  await inTheDark('doctor-dark');
  await step('doctor-report', async () => {
    await press('open-report');
    await shown('report-file');
  });
  await step('sign-in-ended', async () => {
    await press('sheet-close');
    await gone('sheet');
    await press('reload-failed');
    await stage.app().workbookReady();
    await stage.bench.demo.controls.authorizationServer.revokeGrants({ userName: TRAVELLER });
    await press('details');
    await press('renew-now');
    await shown('banner-ended');
    await stage.app().window.keyboard.press('Escape');
    await gone('details-panel');
  });
}

export async function signOut(stage: Stage): Promise<void> {
  const { step, inTheDark, shown, gone, press } = stage;
  await step('signed-out-again', async () => {
    await stage.goToBrowser();
    await stage.choosePerson(TRAVELLER);
    await gone('banner-ended');
    // Put away as a person would, so that it does not lie over the pictures to come.
    for (const notice of await stage.app().window.getByTestId('dismiss-notice').all()) await notice.click();
    await press('menu');
    await press('sign-out');
    await shown('sign-in');
    expect((await stage.app().window.locator('webview').count()) === 0, 'a workbook is still open');
  });
  await inTheDark('signed-out-dark');
  await step('browser-sign-in-dark', stage.goToBrowser, stage.browserTab('dark'));
  await step('browser-signed-in-dark', () => stage.choosePerson(COLLEAGUE), stage.browserTab('dark'));
  await step('workbook-of-colleague', async () => {
    await stage.app().workbookReady();
    expect((await stage.trips()) < stage.report.rows, 'people with other rights see the same rows');
  });
}

export async function withoutKeychain(stage: Stage): Promise<void> {
  const { step, shown } = stage;
  await step('no-keychain', async () => {
    await stage.app().close();
    await stage.start({
      userData: join(stage.bench.folder, 'no-keychain'),
      passwordStore: 'basic',
      arguments: [`--import-env=${stage.bench.envFile}`],
    });
    await shown('vault-warning');
    await shown('sign-in');
  });
}
