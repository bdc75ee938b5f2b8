/** Downloads and found words, as a person sees, hears and works them. */
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { en } from '../../src/shared/text/en.ts';
import { ids } from '../support/ui/fixtures.ts';
import { askFor, calls, inState, withGallery } from '../support/ui/in-state.ts';

withGallery();

const urgent = (page: Page) => page.getByTestId('announcer').getByRole('alert');
const polite = (page: Page) => page.getByTestId('announcer').getByRole('status');

describe('downloads', () => {
  test('have no button while there are none', async () => {
    await inState('workbook', async (page) => {
      expect(await page.getByTestId('downloads').count()).toBe(0);
    });
  });

  test('have a button that says how far they are, and a list by the command as well', async () => {
    await inState('workbook-downloads', async (page) => {
      await page.getByRole('button', { name: en.downloads.button.unknown }).waitFor();
      await page.evaluate(() => {
        const { downloads } = window.harness.state();
        window.harness.push({ downloads: downloads.filter(({ totalBytes }) => totalBytes !== null) });
      });
      await page.getByRole('button', { name: 'Downloads, 43 %' }).waitFor();
      await askFor(page, 'showDownloads');
      const list = page.getByRole('dialog', { name: en.downloads.title });
      await list.waitFor();
      expect(await list.getByRole('listitem').count()).toBe(4);
      expect(await list.getByRole('progressbar').count()).toBe(1);
      await page.keyboard.press('Escape');
      await list.waitFor({ state: 'detached' });
      await page.getByTestId('downloads').press('Enter');
      await page.keyboard.press('Escape');
      await list.waitFor({ state: 'detached' });
      expect(await page.getByTestId('downloads').evaluate((button) => button === document.activeElement)).toBe(true);
    });
  });

  test('offer what applies to each and nothing else', async () => {
    await inState('workbook-downloads', async (page) => {
      await page.getByTestId('downloads').click();
      const acts = await page
        .getByTestId('download')
        .evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('button')].map((one) => one.dataset.act)));
      expect(acts).toEqual([
        ['pause', 'cancel'],
        ['resume', 'cancel'],
        ['open', 'show', 'remove'],
        ['show', 'remove'],
        ['resume', 'remove'],
      ]);
      await page.getByRole('button', { name: 'Pause: Revenue by region - Orders 2026-11-27.csv' }).click();
      expect(await calls(page, 'downloads.act')).toEqual([{ downloadId: expect.any(String), act: 'pause' }]);
    });
  });

  test('are taken out of the window by the pointer once they are whole, and no others', async () => {
    await inState('workbook-downloads', async (page) => {
      await page.getByTestId('downloads').click();
      const rows = page.getByTestId('download');
      const dragAway = async (at: number) => {
        const box = await rows.nth(at).locator('.download-name').boundingBox();
        if (!box) throw new Error('no row');
        await page.mouse.move(box.x + 20, box.y + 8);
        await page.mouse.down();
        await page.mouse.move(box.x - 60, box.y + 40, { steps: 4 });
        await page.mouse.up();
      };
      await dragAway(0);
      expect(await calls(page, 'downloads.drag')).toEqual([]);
      await dragAway(2);
      const whole = await page.evaluate(() => window.harness.state().downloads[2]?.downloadId);
      expect(await calls(page, 'downloads.drag')).toEqual([{ downloadId: whole }]);
      // What stays is the list, with nothing chosen in it and nothing pressed.
      expect(await calls(page, 'downloads.act')).toEqual([]);
      await page.getByRole('dialog', { name: en.downloads.title }).waitFor();
    });
  });

  test('keep the focus where one is paused and goes on by key', async () => {
    await inState('workbook-downloads', async (page) => {
      await page.getByTestId('downloads').click();
      await page.getByRole('button', { name: /^Pause/ }).press('Enter');
      await page.evaluate(() => {
        const { downloads } = window.harness.state();
        window.harness.push({ downloads: downloads.map((one, at) => (at === 0 ? { ...one, status: 'paused' } : one)) });
      });
      await page.getByTestId('download').first().locator('[data-act="resume"]').waitFor();
      expect(await page.evaluate(() => (document.activeElement as HTMLElement).dataset.act)).toBe('resume');
    });
  });

  test('are said when they are done, and interrupt when they failed', async () => {
    await inState('workbook-downloads', async (page) => {
      await page.evaluate(() => {
        const [first, second, ...others] = window.harness.state().downloads;
        if (!first || !second) throw new Error('no downloads');
        const error = { code: 'download_no_room' as const, values: { file: second.name } };
        const failed = { ...second, status: 'failed' as const, error };
        window.harness.push({ downloads: [{ ...first, status: 'done' }, failed, ...others] });
      });
      await polite(page).getByText('Revenue by region - Orders 2026-11-27.csv is downloaded.').waitFor();
      await urgent(page).getByText(en.errors.download_no_room.title).waitFor();
    });
  });
});

describe('words', () => {
  const field = (page: Page) => page.getByRole('textbox', { name: en.find.field });

  test('are looked for as they are typed, and gone through by key', async () => {
    await inState('workbook-found', async (page) => {
      await askFor(page, 'findInWorkbook');
      await page.getByRole('search', { name: en.find.title }).waitFor();
      expect(await field(page).evaluate((input) => input === document.activeElement)).toBe(true);
      await page.keyboard.type('ab');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Shift+Enter');
      await askFor(page, 'findNext');
      await expect
        .poll(() => calls(page, 'finding.find'))
        .toEqual(
          [
            ['a', 'first'],
            ['ab', 'first'],
            ['ab', 'next'],
            ['ab', 'previous'],
            ['ab', 'next'],
          ].map(([words, step]) => ({ paneId: ids.pane, words, step })),
        );
      expect(await page.getByTestId('find-count').textContent()).toBe('3 of 17');
    });
  });

  test('that are not there are said', async () => {
    await inState('workbook-found', async (page) => {
      await askFor(page, 'findInWorkbook');
      await field(page).fill('x');
      await page.evaluate(() => {
        const { window: own } = window.harness.state();
        window.harness.push({ window: { ...own, found: own.found.map((one) => ({ ...one, at: 0, count: 0 })) } });
      });
      await page.getByRole('search').getByRole('status').getByText(en.find.none).waitFor();
      expect(await page.getByRole('button', { name: en.find.next }).isDisabled()).toBe(true);
    });
  });

  test('are given up with Escape', async () => {
    await inState('workbook-found', async (page) => {
      await askFor(page, 'findInWorkbook');
      await field(page).fill('x');
      await page.keyboard.press('Escape');
      await page.getByTestId('find-bar').waitFor({ state: 'detached' });
      expect((await calls(page, 'finding.stop')).length).toBeGreaterThan(0);
    });
  });
});

test('a window asks before it closes while a file is on its way, and lets it go when told to', async () => {
  await inState('workbook-downloads', async (page) => {
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.type());
      void dialog.dismiss();
    });
    // A browser asks of nobody who has not touched the page.
    await page.getByTestId('downloads').click();
    await page.close({ runBeforeUnload: true });
    const question = page.getByRole('alertdialog', { name: en.leaving.question });
    await question.getByText(en.leaving.saving).waitFor();
    expect(dialogs).toEqual(['beforeunload']);
    await question.getByRole('button', { name: en.leaving.cancel }).click();
    await question.waitFor({ state: 'detached' });
    await page.evaluate(() => window.harness.push({ downloads: [] }));
    await page.getByTestId('downloads').waitFor({ state: 'detached' });
    const closed = page.waitForEvent('close');
    await page.close({ runBeforeUnload: true });
    await closed;
    expect(dialogs).toHaveLength(1);
  });
});
