/** The part of the tour inside a workbook: its menu and panel, an action, another document, new data, and editing. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { SigmaCommand } from '../../src/shared/sigma/commands.ts';
import type { Workbench } from '../../test/support/driver/workbench.ts';
import { expect, type Stage } from './stage.ts';

/** Of the workbook that a link inside Sigma leads to. */
const OTHER_DOCUMENT = '2pLz9VbXoYhT4nKd8sMwRa';

/** The person of the tour may edit, and not only view. */
export function allowEditing({ envFile }: Workbench): void {
  const before = readFileSync(envFile, 'utf8');
  const after = before.replace(/^ACCOUNT_TYPE=.*$/m, 'ACCOUNT_TYPE=Build');
  expect(after !== before, 'the file to import names no account type');
  writeFileSync(envFile, after);
}

export async function inside(stage: Stage): Promise<void> {
  await bookmarksAndControls(stage);
  await newDataAndActions(stage);
  await otherDocument(stage);
  await editing(stage);
}

async function bookmarksAndControls(stage: Stage): Promise<void> {
  const { step, shown, gone, press } = stage;
  await step('workbook-menu', async () => {
    await press('workbook-menu');
    await shown('mode-edit');
  });
  await step('bookmarks', async () => {
    await press('open-bookmarks');
    await stage.app().window.getByTestId('bookmark-name').fill('Queens, every week');
    await press('create-bookmark');
    await stage.app().window.locator('[data-testid="bookmark"][data-current]').waitFor();
  });
  await step('controls-panel', async () => {
    await press('tab-controls');
    await stage.app().window.locator('[data-control="Borough"] input').waitFor();
  });
  await step('pages-panel', async () => {
    await press('tab-pages');
    // Pages and elements are listed as a person meets them.
    for (const page of ['trips', 'overview']) {
      await stage.app().inWorkbook(`document.querySelector('[data-testid="page-${page}"]').click()`);
    }
    await stage.app().window.getByTestId('node').nth(1).waitFor();
  });
  await press('close-inside');
  await gone('inside-panel');
}

async function newDataAndActions(stage: Stage): Promise<void> {
  const { step, gone, press } = stage;
  await step('data-refreshed', async () => {
    await press('refresh');
    await stage.app().window.locator('[data-testid="refresh"][data-busy="false"]').waitFor();
    await stage.app().window.getByTestId('data-age').filter({ hasText: 'Data as of' }).waitFor();
  });
  await step('action', async () => {
    await stage.app().waitInWorkbook(`document.querySelector('.ranking li')?.click() ?? true`);
    await stage.app().window.getByTestId('action').waitFor();
  });
  await press('dismiss-action');
  await gone('action');
}

async function otherDocument(stage: Stage): Promise<void> {
  const { step, gone, shown, press } = stage;
  const title = (is: boolean) =>
    stage.app().waitInWorkbook(`(document.querySelector('h1')?.textContent === 'Winter Operations') === ${is}`);
  await step('other-document', async () => {
    await say(stage, { type: 'document:navigateto', inodeId: OTHER_DOCUMENT });
    await title(true);
    await shown('go-home');
  });
  await step('back-home', async () => {
    await press('go-home');
    await gone('go-home');
    await stage.app().workbookReady();
    await title(false);
  });
}

async function editing(stage: Stage): Promise<void> {
  const { step, gone, shown, press } = stage;
  await step('editing', async () => {
    await press('workbook-menu');
    await press('mode-edit');
    await stage.app().waitInWorkbook(`document.body.dataset.mode === 'edit'`);
    await press('details');
    await press('renew-now');
    await shown('edit-banner');
    await press('details');
    await gone('details-panel');
  });
  await step('edited-and-renewed', async () => {
    const guest = await stage.activeGuest();
    await press('leave-edit');
    await gone('edit-banner');
    await stage.guestAfter(guest);
    await stage.app().workbookReady();
  });
}

/** As a link inside Sigma, or its page, would have it. */
async function say(stage: Stage, command: SigmaCommand): Promise<void> {
  await stage.app().window.evaluate(async (said) => {
    const state = await window.sightglass.state.get();
    const paneId = (state.ok && state.value.window.panes[0]?.paneId) || '';
    await window.sightglass.panes.command({ paneId, command: said });
  }, command);
}
