/** Links that lead here, as the window asks about them; addresses that are pasted; and links that are copied. */
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { en } from '../../src/shared/text/en.ts';
import { format } from '../../src/shared/text/format.ts';
import { errorOf } from '../support/ui/fixtures.ts';
import { askFor, calls, inState, openPalette, withGallery } from '../support/ui/in-state.ts';

withGallery();

const texts = en.links;
const dialog = (page: Page) => page.getByRole('alertdialog');
const button = (page: Page, name: string) => dialog(page).getByRole('button', { name, exact: true });
const answers = async (page: Page) => (await calls(page, 'links.answer')) as { workbookId: string | null }[];

describe('a link that brings values', () => {
  test('is asked about with all of them, and the harmless answer has the focus', async () => {
    await inState('link-question', async (page) => {
      const filters = page.getByRole('list', { name: texts.filters }).getByRole('listitem');
      expect(await filters.allTextContents()).toEqual([
        'Region: West, North',
        'Customer: Smith, John',
        `Since: ${en.inside.controls.noValue}`,
      ]);
      expect(await button(page, texts.cancel).evaluate((one) => one === document.activeElement)).toBe(true);
      await page.keyboard.press('Enter');
      expect(await answers(page)).toMatchObject([{ workbookId: null }]);
    });
  });

  test.each([
    [texts.open, true],
    [texts.openWithout, false],
  ])('is answered: %s', async (name, withValues) => {
    await inState('link-question', async (page) => {
      await button(page, name).click();
      const [answer] = await answers(page);
      expect(answer).toMatchObject({ withValues, workbookId: expect.any(String) });
    });
  });

  test('opens nothing where the dialog is closed', async () => {
    await inState('link-question', async (page) => {
      await page.keyboard.press('Escape');
      expect(await answers(page)).toMatchObject([{ workbookId: null, withValues: false }]);
    });
  });

  test('of many: one is chosen by the keyboard, and twenty long values leave the answers in sight at 480 px', async () => {
    await inState('link-question-of-many', async (page) => {
      await page.setViewportSize({ width: 480, height: 640 });
      expect(await page.getByRole('heading', { name: texts.which }).count()).toBe(1);
      await page.getByRole('radio').first().focus();
      await page.keyboard.press('ArrowDown');
      const list = page.getByRole('list', { name: texts.filters });
      expect(
        await list.evaluate((one) => one.scrollHeight > one.clientHeight && one.scrollWidth <= one.clientWidth),
      ).toBe(true);
      const box = await button(page, texts.open).boundingBox();
      expect((box?.y ?? 999) + (box?.height ?? 0)).toBeLessThan(640);
      await button(page, texts.open).click();
      const [answer] = await answers(page);
      const second = await page.evaluate(() => window.harness.state().window.linkQuestion?.choices[1]?.workbookId);
      expect(answer?.workbookId).toBe(second);
    });
  });
});

const address = 'https://app.sigmacomputing.com/acme/workbook/Costs-9QpZ0aaB42xy?:nodeId=p1';

describe('an address that is pasted', () => {
  test.each([address, ' sightglass://open?workbook=Costs\n'.trim()])(
    'into the palette is all that is found: %s',
    async (pasted) => {
      await inState('workbook-of-many', async (page) => {
        await openPalette(page);
        await page.getByRole('combobox', { name: en.palette.title }).fill(pasted);
        const options = page.getByRole('option');
        expect(await options.locator('.palette-title').allTextContents()).toEqual([texts.followAddress]);
        await page.keyboard.press('Enter');
        expect(await calls(page, 'links.paste')).toEqual([{ text: pasted }]);
      });
    },
  );

  test('into the search of the start page is followed by Enter, and by the button', async () => {
    await inState('many-workbooks', async (page) => {
      await page.getByRole('searchbox', { name: en.start.search }).fill(address);
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: texts.followAddress }).click();
      expect(await calls(page, 'links.paste')).toEqual([{ text: address }, { text: address }]);
    });
  });

  test('that no profile has says so, and what to do', async () => {
    await inState('many-workbooks', async (page) => {
      const error = { ...errorOf('address_not_followed'), values: { reason: 'unknown' } };
      await page.evaluate((refused) => window.harness.refuse('links.paste', refused), error);
      await page.getByRole('searchbox', { name: en.start.search }).fill(address);
      await page.keyboard.press('Enter');
      const notice = page.locator('[data-code="address_not_followed"]');
      await notice.getByText(en.errors.address_not_followed.detail.unknown).waitFor();
      await notice.getByText(en.errors.address_not_followed.remedy).waitFor();
    });
  });

  test('among words is a search like any other', async () => {
    await inState('many-workbooks', async (page) => {
      await page.getByRole('searchbox', { name: en.start.search }).fill(`see ${address}`);
      expect(await page.getByRole('button', { name: texts.followAddress }).count()).toBe(0);
      await page.getByText(format(en.start.none, { search: `see ${address}` })).waitFor();
    });
  });
});

describe('copying a link', () => {
  test('is in the menu of the workbook, with filters where there are some', async () => {
    await inState('workbook-inside', async (page) => {
      await page.getByRole('button', { name: en.inside.menu }).click();
      await page.getByRole('menuitem', { name: 'Copy Link with Filters' }).click();
      expect(await calls(page, 'commands.run')).toEqual([{ id: 'copyLinkWithFilters' }]);
    });
  });

  test('is said to who hears the window', async () => {
    await inState('workbook-inside', async (page) => {
      await askFor(page, 'copyLink');
      await page.getByText(texts.copied, { exact: true }).waitFor({ state: 'attached' });
    });
  });
});
