/** The start page: fifty workbooks in ten profiles, by keyboard and by mouse. */
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { en } from '../../src/shared/text/en.ts';
import { format } from '../../src/shared/text/format.ts';
import { errorOf, ids } from '../support/ui/fixtures.ts';
import { askFor, calls, inState, openPalette, withGallery } from '../support/ui/in-state.ts';

withGallery();

const search = (page: Page) => page.getByRole('searchbox', { name: en.start.search });
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? '');
const opened = async (page: Page) => (await calls(page, 'commands.run')) as { id: string; argument: string }[];

describe('the start page', () => {
  test('begins with the search, and opens the first that fits with Enter', async () => {
    await inState('many-workbooks', async (page) => {
      expect(await search(page).evaluate((field) => field === document.activeElement)).toBe(true);
      await page.keyboard.type('zurich margin');
      const rows = page.getByRole('region', { name: en.start.found }).getByTestId('open-workbook');
      expect(await rows.allTextContents()).toEqual(['MarginZürich plant']);
      await page.keyboard.press('Enter');
      expect(await opened(page)).toMatchObject([{ id: 'openWorkbook' }]);
    });
  });

  test('is walked through with the arrows, and a letter goes back to the search', async () => {
    await inState('many-workbooks', async (page) => {
      await page.keyboard.press('ArrowDown');
      expect(await focused(page)).toBe('Pipeline and forecastResearch & trials');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      expect(await focused(page)).toBe('Orders this weekSales EMEA');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Space');
      expect(await calls(page, 'workbooks.pin')).toHaveLength(1);
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('Enter');
      expect(await opened(page)).toHaveLength(1);
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('ArrowUp');
      expect(await search(page).evaluate((field) => field === document.activeElement)).toBe(true);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.type('iT');
      expect(await search(page).inputValue()).toBe('iT');
      await page.keyboard.press('Escape');
      expect(await search(page).inputValue()).toBe('');
    });
  });

  test('pins and unpins by name', async () => {
    await inState('many-workbooks', async (page) => {
      const pinned = page.getByRole('region', { name: en.start.pinned });
      const unpin = pinned.getByRole('button', { name: format(en.start.unpin, { workbook: 'Pipeline and forecast' }) });
      expect(await unpin.getAttribute('aria-pressed')).toBe('true');
      await unpin.click();
      expect(await calls(page, 'workbooks.unpin')).toHaveLength(1);
      const finance = page.getByRole('region', { name: 'Finance' });
      await finance.getByRole('button', { name: format(en.start.pin, { workbook: 'Margin' }) }).click();
      expect(await calls(page, 'workbooks.pin')).toHaveLength(1);
    });
  });

  test('says beside a profile what comes before its workbooks', async () => {
    await inState('many-workbooks', async (page) => {
      await page.getByRole('region', { name: `Zürich plant ${en.start.signInFirst}` }).waitFor();
      await page.getByRole('region', { name: `Board ${en.start.notComplete}` }).waitFor();
      expect(await page.getByRole('region', { name: 'Finance', exact: true }).count()).toBe(1);
    });
  });

  test('says what to do where nothing fits, and where nothing is pinned', async () => {
    await inState('many-workbooks', async (page) => {
      await page.keyboard.type('qqqq');
      const none = page.getByTestId('no-workbook-found');
      expect(await none.textContent()).toContain('qqqq');
      await none.getByRole('button', { name: en.start.clear }).click();
      expect(await page.getByTestId('open-workbook').count()).toBeGreaterThan(50);
    });
    await inState('choose', async (page) => void (await page.getByText(en.start.nothingPinned).waitFor()));
  });

  test('shows why a workbook could not be gone to, and tries again', async () => {
    await inState('choose', async (page) => {
      await page.evaluate((error) => window.harness.refuse('commands.run', error), errorOf('settings_write_failed'));
      await page.getByRole('button', { name: 'Pipeline and forecast', exact: true }).click();
      await page.getByTestId('try-again').click();
      expect(await opened(page)).toEqual([
        { id: 'openWorkbook', argument: ids.pipeline },
        { id: 'openWorkbook', argument: ids.pipeline },
      ]);
    });
  });

  test('lies over a workbook that stays, and leads back to it', async () => {
    await inState('workbook-of-many', async (page) => {
      await askFor(page, 'showStart');
      await search(page).waitFor();
      expect(await page.title()).toBe(format(en.window.titleOf, { screen: en.start.title }));
      expect(await page.getByTestId('pane').count()).toBe(1);
      await page.getByTestId('back-to-workbook').click();
      await page.getByTestId('workbook-title').waitFor();
      // Main has opened another one for this window.
      await askFor(page, 'showStart');
      await search(page).waitFor();
      await askFor(page, 'openWorkbook', ids.revenue);
      await page.getByTestId('workbook-title').waitFor();
    });
  });

  test('is one press away from a profile that is not signed in to', async () => {
    await inState('several-profiles', async (page) => {
      await page.getByTestId('show-start').click();
      await search(page).waitFor();
    });
  });
});

test('start page and palette fit a window of 480 by 400, and everything in them can be reached', async () => {
  await inState('workbook-of-many', async (page) => {
    await page.setViewportSize({ width: 480, height: 400 });
    const tooWide = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('main, .palette, .palette-results, .palette-choice, .start-row')]
          .filter((element) => element.scrollWidth > element.clientWidth + 1)
          .map((element) => element.className),
      );
    await askFor(page, 'showStart');
    await search(page).waitFor();
    expect(await tooWide()).toEqual([]);
    await openPalette(page);
    expect(await tooWide()).toEqual([]);
    await page.keyboard.press('ArrowUp');
    // The last of fifty lies far below, and is brought into sight.
    const last = page.getByTestId('palette-choice').last();
    await expect.poll(() => last.evaluate((choice) => choice.getBoundingClientRect().bottom <= innerHeight)).toBe(true);
    expect(await last.getAttribute('aria-selected')).toBe('true');
  });
});
