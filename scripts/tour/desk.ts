/** The part of the tour about what the program adds to a workbook: words that are found, files, tabs, settings, handing out. */
import { expect, type Stage } from './stage.ts';

export async function desk(stage: Stage): Promise<void> {
  await inWorkbook(stage);
  await aroundWorkbook(stage);
  await aboutProgram(stage);
  await amongWorkbooks(stage);
}

/** As menu bar and keys do, which are the system's. */
type Run =
  | 'findInWorkbook'
  | 'duplicateTab'
  | 'splitView'
  | 'linkFilters'
  | 'closeTab'
  | 'showAlerts'
  | 'showWall'
  | 'leaveWall'
  | 'openSettings'
  | 'showShortcuts'
  | 'showRail';
const run = (stage: Stage, id: Run) =>
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
  await step('side-by-side', async () => {
    await run(stage, 'splitView');
    await window.getByTestId('split-divider').waitFor();
    await run(stage, 'linkFilters');
    await window.locator('[data-testid="link-filters"][aria-pressed="true"]').waitFor();
    await window.locator('[data-testid="pane-beside"][data-phase="ready"]').waitFor();
  });
  await run(stage, 'splitView');
  await gone('split-divider');
}

const paste = (stage: Stage, link: string) =>
  stage.app().window.evaluate((text) => window.sightglass.links.paste({ text }), link);

/** What leads to a workbook, tells of it, and shows it where nobody is. */
async function aroundWorkbook(stage: Stage): Promise<void> {
  const { step, shown, gone, press } = stage;
  const { window } = stage.app();
  await step('link-question', async () => {
    await paste(stage, 'sightglass://open?workbook=NYC%20Taxi%20Trips&c.Borough=Queens');
    await shown('link-question');
  });
  await step('alerts', async () => {
    await window.keyboard.press('Escape');
    await gone('link-question');
    await run(stage, 'showAlerts');
    await window.getByRole('button', { name: 'Add', exact: true }).click();
    await shown('alert');
  });
  await step('wallboard', async () => {
    await press('close-inside');
    await run(stage, 'showWall');
    await shown('wall');
    await window.mouse.move(200, 200);
    await window.mouse.move(400, 300);
    await window.getByRole('button', { name: 'Leave the wallboard' }).waitFor();
  });
  await step('wallboard-left', async () => {
    await run(stage, 'leaveWall');
    await gone('wall');
    await stage.app().workbookReady();
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

/** With a second workbook, since of one alone there is nothing to list; afterwards it is as it was. */
async function amongWorkbooks(stage: Stage): Promise<void> {
  const { step, shown, gone } = stage;
  const [, other] = stage.bench.demo.sigma.workbooks;
  expect(other !== undefined, 'the stand-ins have one workbook alone');
  const save = (titles: readonly (readonly [string, string])[]) =>
    stage.app().window.evaluate(async (added) => {
      const answer = await window.sightglass.state.get();
      const [view] = answer.ok ? answer.value.profiles : [];
      if (!view) return false;
      const { profile } = view;
      const [first] = profile.workbooks;
      const connections = profile.connections.map((one) => ({ ...one, clientSecret: null }));
      const workbooks = [
        ...(first ? [first] : []),
        ...added.map(([title, url]) => ({ ...first, id: null, title, url })),
      ];
      const saved = await window.sightglass.profiles.save({
        ...profile,
        workbooks,
        connections,
        embedSecret: null,
      } as never);
      return saved.ok;
    }, titles);
  await step('workbook-list', async () => {
    expect(await save([[other?.title ?? '', other?.url ?? '']]), 'the second workbook was not saved');
    await stage.app().workbookReady();
    const wide = await stage.app().inWorkbook<number>('innerWidth');
    await run(stage, 'showRail');
    await shown('rail');
    // Its page hears of its new size a moment later.
    await stage.app().waitInWorkbook(`innerWidth < ${wide}`);
  });
  await step('workbook-list-closed', async () => {
    await run(stage, 'showRail');
    await gone('rail');
    expect(await save([]), 'the profile was not saved as it was');
    await stage.app().workbookReady();
  });
}
