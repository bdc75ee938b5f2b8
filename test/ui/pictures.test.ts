/** A workbook that is not there yet shows its last picture; what is made of one can be stopped. */
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { fixtures, testNow } from '../support/ui/fixtures.ts';
import { calls, inState, withGallery } from '../support/ui/in-state.ts';
import { loadsAgain, PICTURE, printsIts } from '../support/ui/picture-states.ts';

withGallery();

const loading = (page: Page) => page.getByTestId('pane-loading');

describe('a workbook that loads again', () => {
  test('lies dimmed under the word that it comes, without the shape of one', async () => {
    await inState('workbook', async (page) => {
      await loadsAgain(page);
      const picture = page.getByTestId('last-picture');
      expect(await picture.getAttribute('src')).toBe(PICTURE);
      // The words beside it say what it is.
      expect(await picture.getAttribute('alt')).toBe('');
      expect(Number(await picture.evaluate((element) => getComputedStyle(element).opacity))).toBeLessThan(0.6);
      expect(await loading(page).innerText()).toContain('What you see is its last picture.');
      expect(await page.locator('.skeleton').count()).toBe(0);
      const { window: own } = fixtures.workbook(testNow);
      await page.evaluate((next) => window.harness.push({ window: next }), own);
      await loading(page).waitFor({ state: 'detached' });
    });
  });

  test('can still be given up after a while', async () => {
    await inState('workbook', async (page) => {
      await loadsAgain(page);
      await page.clock.runFor(11_000);
      await page.getByTestId('stop-loading').click();
      await expect.poll(async () => (await calls(page, 'panes.close')).length).toBe(1);
    });
  });
});

test('one without a picture has the shape of a workbook', async () => {
  await inState('loading', async (page) => {
    await page.locator('.skeleton').waitFor();
    expect(await page.getByTestId('last-picture').count()).toBe(0);
    expect(await loading(page).innerText()).not.toContain('last picture');
  });
});

test('pages that are being made for the printer are told of, and can be stopped', async () => {
  await inState('workbook', async (page) => {
    await printsIts(page);
    const said = page.getByRole('status').and(page.getByTestId('printing'));
    expect(await said.innerText()).toContain('The pages for the printer are being made…');
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    expect(await calls(page, 'commands.run')).toEqual([{ id: 'stopPrinting' }]);
  });
});

test('the menu of the workbook offers pictures and paper', async () => {
  await inState('workbook', async (page) => {
    for (const [name, id] of [
      ['Copy Picture', 'copyPicture'],
      ['Save Picture', 'savePicture'],
      ['Save as PDF', 'savePdf'],
      ['Print…', 'printWorkbook'],
    ] as const) {
      await page.getByTestId('workbook-menu').click();
      await page.getByRole('menuitem', { name, exact: true }).click();
      expect((await calls(page, 'commands.run')).at(-1)).toEqual({ id });
    }
  });
});
