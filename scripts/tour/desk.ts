/** The part of the tour about what the program adds to a workbook: words that are found, files, tabs, settings, handing out. */
import { expect, type Stage } from './stage.ts';

export async function desk(stage: Stage): Promise<void> {
  await inWorkbook(stage);
  await aboutProgram(stage);
}

/** As menu bar and keys do, which are the system's. */
const run = (stage: Stage, id: 'findInWorkbook' | 'duplicateTab' | 'closeTab' | 'openSettings' | 'showShortcuts') =>
  stage.app().window.evaluate((what) => window.sightglass.commands.run({ id: what }), id);

async function inWorkbook(stage: Stage): Promise<void> {
  const { step, gone, press } = stage;
  const { window, electron } = stage.app();
  await step('found-words', async () => {
    await run(stage, 'findInWorkbook');
    await window.getByTestId('find-words').fill('trips');
    await window.getByTestId('find-count').filter({ hasText: / of / }).waitFor();
  });
  await step('downloads', async () => {
    await press('close-find');
    await gone('find-bar');
    await electron.evaluate(({ app }, folder) => app.setPath('downloads', folder), stage.bench.folder);
    await stage.app().waitInWorkbook(`(() => {
      const button = document.querySelector('[data-testid="export-csv"]');
      button?.click();
      return button !== null;
    })()`);
    await press('downloads');
    await window.locator('[data-testid="download"][data-status="done"]').waitFor();
  });
  await step('tabs', async () => {
    await window.keyboard.press('Escape');
    const rows = await stage.trips();
    await run(stage, 'duplicateTab');
    await window.getByRole('tab').nth(1).waitFor();
    await stage.app().workbookReady();
    expect((await stage.trips()) === rows, 'the other tab shows other rows');
  });
}

async function aboutProgram(stage: Stage): Promise<void> {
  const { step, shown, gone, press } = stage;
  const { window } = stage.app();
  await step('account', async () => {
    await run(stage, 'closeTab');
    await gone('tabs');
    await stage.app().workbookReady();
    await press('person');
    await shown('account-menu');
  });
  await step('settings', async () => {
    await window.keyboard.press('Escape');
    await gone('account-menu');
    await run(stage, 'openSettings');
    await shown('sheet-search');
  });
  await step('shortcuts', async () => {
    await run(stage, 'showShortcuts');
    await window.getByRole('table').first().waitFor();
  });
  await step('hand-out', async () => {
    await press('sheet-close');
    await gone('sheet');
    await press('menu');
    await press('profiles');
    await press('profile-more');
    await press('hand-out-profile');
    await window.getByText('Put the secrets in, under a passphrase').click();
    await window.getByLabel('Passphrase', { exact: true }).waitFor();
  });
  await step('handed-out', async () => {
    await window.keyboard.press('Escape');
    await gone('hand-out');
    await press('back');
    await stage.app().workbookReady();
  });
}
