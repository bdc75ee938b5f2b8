/** The palette: opened, searched and chosen from by the keyboard alone. */
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { en } from '../../src/shared/text/en.ts';
import { format } from '../../src/shared/text/format.ts';
import { ids } from '../support/ui/fixtures.ts';
import { askFor, calls, inState, openPalette, withGallery } from '../support/ui/in-state.ts';

withGallery();

const field = (page: Page) => page.getByRole('combobox', { name: en.palette.title });
const options = (page: Page) => page.getByRole('listbox', { name: en.palette.results }).getByRole('option');
const titles = (page: Page) => options(page).locator('.palette-title').allTextContents();
/** What the field says is chosen. */
const chosen = (page: Page) =>
  field(page).evaluate((input) => {
    const id = input.getAttribute('aria-activedescendant');
    return (id && document.getElementById(id)?.querySelector('.palette-title')?.textContent) ?? null;
  });

describe('the palette', () => {
  test('opens with the field ready, shows where people go back to first, and closes with Escape', async () => {
    await inState('workbook-of-many', async (page) => {
      await page.getByTestId('menu').focus();
      await openPalette(page);
      expect(await field(page).evaluate((input) => input === document.activeElement)).toBe(true);
      // The last one that is not on screen; then the others of late, then what is pinned.
      expect((await titles(page)).slice(0, 3)).toEqual([
        'Orders this week',
        'Revenue by region',
        'Pipeline and forecast',
      ]);
      expect(await chosen(page)).toBe('Orders this week');
      await page.keyboard.press('Escape');
      await page.getByTestId('palette').waitFor({ state: 'detached' });
      expect(await page.getByTestId('menu').evaluate((button) => button === document.activeElement)).toBe(true);
    });
  });

  test('opens and closes by the same key', async () => {
    await inState('workbook', async (page) => {
      await openPalette(page);
      await askFor(page, 'openPalette');
      await page.getByTestId('palette').waitFor({ state: 'detached' });
    });
  });

  test('finds a workbook of another profile by a few letters, and goes there', async () => {
    await inState('workbook-of-many', async (page) => {
      await openPalette(page);
      await page.keyboard.type('zurich pipe');
      expect(await chosen(page)).toBe('Pipeline and forecast');
      expect(await options(page).first().locator('mark').allTextContents()).toEqual(['Pipe']);
      await page.keyboard.press('Enter');
      await page.getByTestId('palette').waitFor({ state: 'detached' });
      const [run] = await calls(page, 'commands.run');
      expect(run).toMatchObject({ id: 'openWorkbook' });
    });
  });

  test('walks through what was found with the arrows, around its ends, and starts anew with each letter', async () => {
    await inState('workbook-of-many', async (page) => {
      await openPalette(page);
      const [first, second] = await titles(page);
      await page.keyboard.press('ArrowDown');
      expect(await chosen(page)).toBe(second);
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('ArrowUp');
      expect(await chosen(page)).toBe((await titles(page)).at(-1));
      await page.keyboard.press('ArrowDown');
      expect(await chosen(page)).toBe(first);
      await page.keyboard.press('PageDown');
      await page.keyboard.type('margin');
      expect(await chosen(page)).toBe((await titles(page))[0]);
    });
  });

  test('goes to a page, a bookmark and a control of the workbook on screen', async () => {
    await inState('workbook-inside', async (page) => {
      const choose = async (words: string) => {
        await openPalette(page);
        await page.keyboard.type(words);
        await page.keyboard.press('Enter');
      };
      await choose('region: west');
      expect(await calls(page, 'panes.command')).toEqual([
        { paneId: ids.pane, command: { type: 'workbook:variables:update', variables: { Region: 'west' } } },
      ]);
      const contents = await page.evaluate(() => window.harness.state().window.panes[0]?.contents);
      const bookmark = contents?.bookmarks.find(({ name }) => name !== '');
      const node = contents?.nodes.find(({ title }) => title !== null);
      await choose(`${bookmark?.name}`);
      await choose(`${node?.title}`);
      expect((await calls(page, 'panes.command')).slice(1)).toMatchObject([
        { command: { type: 'workbook:bookmark:select', bookmarkId: bookmark?.id } },
        { command: { type: 'workbook:selectednodeid:update', selectedNodeId: node?.id } },
      ]);
    });
  });

  test('shows what a control is set to, each of its values and those that it had before', async () => {
    await inState('workbook-inside', async (page) => {
      await page.evaluate(() => {
        const { window: own } = window.harness.state();
        const panes = own.panes.map((pane) => ({
          ...pane,
          place: { ...pane.place, controls: { ...pane.place.controls, Region: 'South' } },
        }));
        window.harness.push({ window: { ...own, panes } });
      });
      await openPalette(page);
      await page.keyboard.type('region');
      const found = await titles(page);
      for (const value of ['South', 'East,Midwest', 'East', 'Midwest']) expect(found).toContain(`Region: ${value}`);
      // The one that it is set to is where typing goes on.
      await options(page).filter({ hasText: 'Region: South' }).click();
      expect(await field(page).inputValue()).toBe('Region: ');
      await page.keyboard.type('East');
      await page.keyboard.press('Enter');
      expect(await calls(page, 'panes.command')).toMatchObject([{ command: { variables: { Region: 'East' } } }]);
    });
  });

  test('offers the commands that do something here, with their keys, and no others', async () => {
    await inState('first-run', async (page) => {
      await openPalette(page);
      const found = await titles(page);
      expect(found).toContain('New Profile');
      for (const other of ['Sign Out', 'Reload Workbook', 'Open Workbook', 'Next Area'])
        expect(found).not.toContain(other);
      await page.keyboard.type('about');
      await page.keyboard.press('Enter');
      expect(await calls(page, 'commands.run')).toEqual([{ id: 'about' }]);
    });
    await inState('workbook', async (page) => {
      await openPalette(page);
      await page.keyboard.type('reload');
      expect(await options(page).first().locator('kbd span').allTextContents()).toEqual(['Ctrl', 'R']);
      await page.keyboard.press('Enter');
      expect(await calls(page, 'commands.run')).toEqual([{ id: 'reloadWorkbook' }]);
    });
  });

  test('says what to do where nothing fits', async () => {
    await inState('workbook', async (page) => {
      await openPalette(page);
      await page.keyboard.type('qqqq');
      expect(await page.getByTestId('palette-none').textContent()).toBe(format(en.palette.none, { search: 'qqqq' }));
      await page.keyboard.press('Enter');
      expect(await page.getByTestId('palette').count()).toBe(1);
    });
  });

  test('leaves the keys alone that end a word in another script', async () => {
    await inState('workbook-of-many', async (page) => {
      await openPalette(page);
      await field(page).evaluate((input) =>
        input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true })),
      );
      expect(await page.getByTestId('palette').count()).toBe(1);
      expect(await calls(page, 'commands.run')).toEqual([]);
    });
  });
});

test('what the window does of a menu it does where it is', async () => {
  await inState('workbook-inside', async (page) => {
    await askFor(page, 'showControls');
    await page.getByTestId('controls').waitFor();
    await askFor(page, 'showDetails');
    await page.getByTestId('session-details').or(page.getByRole('complementary')).first().waitFor();
    await askFor(page, 'showProfiles');
    await page.getByRole('heading', { name: en.profiles.title }).waitFor();
    await askFor(page, 'editSetUp');
    await page.getByRole('heading', { name: 'Finance' }).waitFor();
  });
});

describe('a setting', () => {
  const showSheet = (page: Page) =>
    page.evaluate(() => {
      const { window: own } = window.harness.state();
      window.harness.push({ window: { ...own, sheet: 'settings' } });
    });

  test('is found by its name, and opened with the focus on what is chosen there', async () => {
    await inState('workbook-of-many', async (page) => {
      await openPalette(page);
      await page.keyboard.type('light or dark');
      const { title } = en.settings.items.appearance;
      expect(await chosen(page)).toBe(title);
      expect(await options(page).first().locator('.palette-detail').textContent()).toContain(
        format(en.palette.valued, {
          group: en.settings.groups.look,
          value: en.settings.items.appearance.values.system,
        }),
      );
      await page.keyboard.press('Enter');
      await page.getByTestId('palette').waitFor({ state: 'detached' });
      expect(await calls(page, 'commands.run')).toEqual([{ id: 'openSettings' }]);
      await showSheet(page);
      const row = page.getByRole('article', { name: title });
      const system = row.getByRole('radio', { name: en.settings.items.appearance.values.system });
      await expect.poll(() => system.evaluate((one) => one === document.activeElement)).toBe(true);
      // Opened otherwise, the settings begin at their beginning.
      expect(await row.getAttribute('data-sought')).toBe('true');
    });
  });

  test('far below is brought into sight, and one that is decided has the focus itself', async () => {
    await inState('workbook-of-many', async (page) => {
      await openPalette(page);
      await page.keyboard.type('which versions');
      const id = 'updateChannel' as const;
      await options(page).filter({ hasText: en.settings.items[id].title }).first().click();
      await showSheet(page);
      const row = page.getByRole('article', { name: en.settings.items[id].title });
      await expect.poll(() => row.evaluate((one) => one === document.activeElement)).toBe(true);
      const box = await row.boundingBox();
      expect(box && box.y > 0 && box.y + box.height < 800).toBe(true);
    });
  });

  test('that is on or off is turned without going there', async () => {
    await inState('workbook-of-many', async (page) => {
      await openPalette(page);
      const { title } = en.settings.items.rail;
      await page.keyboard.type('turn on workbook list');
      expect(await chosen(page)).toBe(format(en.palette.turnOn, { setting: title }));
      await page.keyboard.press('Enter');
      expect(await calls(page, 'settings.set')).toEqual([{ id: 'rail', value: true }]);
      await page
        .getByTestId('announcer')
        .filter({ hasText: format(en.palette.control, { control: title, value: en.settings.on }) })
        .waitFor({ state: 'attached' });
    });
  });
});
