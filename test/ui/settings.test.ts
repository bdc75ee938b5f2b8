/** The page of settings, the list of keys, and the question before a sign-out that nobody asked for. */
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { settingGroups, settingIds } from '../../src/shared/settings.ts';
import type { SettingView } from '../../src/shared/state.ts';
import { en } from '../../src/shared/text/en.ts';
import { format } from '../../src/shared/text/format.ts';
import { loadText, spokenLanguages } from '../../src/shared/text/languages.ts';
import { ids } from '../support/ui/fixtures.ts';
import { calls, inState, openSetUp, timeout, withGallery } from '../support/ui/in-state.ts';

withGallery();

const { items } = en.settings;
const sheet = (page: Page) => page.getByTestId('sheet');
/** Main tells that the sheet is this one. */
const turnTo = (page: Page, to: 'settings' | 'shortcuts' | null) =>
  page.evaluate((shown) => {
    const state = window.harness.state();
    window.harness.push({ window: { ...state.window, sheet: shown } });
  }, to);
/** Main tells what a setting is now. */
const tell = (page: Page, id: string, now: Omit<SettingView, 'id'>) =>
  page.evaluate(
    ([which, next]) => {
      const { settings } = window.harness.state();
      window.harness.push({ settings: settings.map((one) => (one.id === which ? { ...one, ...next } : one)) });
    },
    [id, now] as const,
  );
const group = (page: Page, id: keyof typeof items) => page.getByRole('article', { name: items[id].title });

describe('the page of settings', () => {
  test(
    'is opened by the menu of the window, and closed by its button and by Escape',
    async () => {
      await inState('workbook', async (page) => {
        await page.getByTestId('menu').click();
        await page.getByRole('menuitem', { name: en.settings.title }).click();
        expect(await calls(page, 'commands.run')).toEqual([{ id: 'openSettings' }]);
        await turnTo(page, 'settings');
        await page.getByRole('dialog', { name: en.settings.title }).waitFor();
        await page.getByRole('button', { name: en.settings.close }).click();
        expect(await calls(page, 'sheets.close')).toHaveLength(1);
        await page.keyboard.press('Escape');
        expect(await calls(page, 'sheets.close')).toHaveLength(2);
        // Main says whether it is open.
        await turnTo(page, null);
        await page.getByRole('dialog').waitFor({ state: 'detached' });
      });
    },
    timeout,
  );

  test(
    'shows every setting in its group, each with what it is where nobody chooses',
    async () => {
      await inState('settings', async (page) => {
        for (const one of settingGroups) {
          await page.getByRole('region', { name: en.settings.groups[one] }).waitFor();
        }
        for (const id of settingIds) {
          await group(page, id).getByText(items[id].explains).waitFor();
          expect(
            await group(page, id)
              .getByText(/^Unless you choose:/)
              .count(),
            id,
          ).toBe(id in items ? 1 : 0);
        }
      });
    },
    timeout,
  );

  test(
    'takes a choice at once, by mouse and by keyboard',
    async () => {
      await inState('settings', async (page) => {
        await group(page, 'appearance').locator('.radio').filter({ hasText: 'Light' }).click();
        await group(page, 'textSize').getByRole('combobox', { name: items.textSize.title }).selectOption('150');
        const locked = group(page, 'signOutWhenLocked').getByRole('checkbox', { name: items.signOutWhenLocked.title });
        await locked.focus();
        await page.keyboard.press('Space');
        expect(await calls(page, 'settings.set')).toEqual([
          { id: 'appearance', value: 'light' },
          { id: 'textSize', value: 150 },
          { id: 'signOutWhenLocked', value: true },
        ]);
        // What is shown is what main tells, not what was pressed.
        expect(await locked.isChecked()).toBe(false);
        await tell(page, 'signOutWhenLocked', { value: true, setBy: 'person' });
        await expect.poll(() => locked.isChecked()).toBe(true);
        await tell(page, 'textSize', { value: 150, setBy: 'person' });
        await expect.poll(() => page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe('24px');
        await tell(page, 'textSize', { value: 100, setBy: 'default' });
        await expect.poll(() => page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe('16px');
      });
    },
    timeout,
  );

  test(
    'puts one setting back, or all of them after a question',
    async () => {
      await inState('settings', async (page) => {
        const { resetOne } = en.settings;
        const reset = (id: keyof typeof items) =>
          page.getByRole('button', { name: format(resetOne, { setting: items[id].title }) });
        // Only where there is something to put back.
        expect(await reset('textSize').count()).toBe(0);
        await reset('appearance').click();
        expect(await calls(page, 'settings.reset')).toEqual([{ id: 'appearance' }]);
        await tell(page, 'appearance', { value: 'system', setBy: 'default' });
        await reset('appearance').waitFor({ state: 'detached' });
        expect(await page.evaluate(() => document.activeElement?.closest('[data-testid="sheet"]') !== null)).toBe(true);
        await page.getByTestId('reset-all').click();
        const question = page.getByRole('alertdialog', { name: en.settings.resetAllQuestion });
        await question.getByRole('button', { name: en.common.cancel }).click();
        await question.waitFor({ state: 'detached' });
        await page.getByTestId('reset-all').click();
        await question.getByTestId('confirm').click();
        expect(await calls(page, 'settings.reset')).toEqual([{ id: 'appearance' }, { id: null }]);
      });
    },
    timeout,
  );

  test(
    'has nothing to put back where nobody chose',
    async () => {
      await inState('settings-managed', async (page) => {
        expect(await page.getByTestId('reset-all').isDisabled()).toBe(true);
      });
    },
    timeout,
  );

  test(
    'marks what an administrator has decided, with its value, and lets nobody change it',
    async () => {
      await inState('settings-managed', async (page) => {
        for (const [id, value] of [
          ['signOutWhenLocked', en.settings.on],
          ['signOutWhenIdle', '12 minutes'],
          ['updateMode', items.updateMode.values.off],
        ] as const) {
          const one = group(page, id);
          expect(await one.getByTestId('setting-value').textContent()).toBe(value);
          await one.getByText(en.settings.setBy.administrator).waitFor();
          expect(await one.locator('input, select, button').count(), id).toBe(0);
        }
        expect(await group(page, 'appearance').getByRole('radio').count()).toBe(3);
      });
    },
    timeout,
  );

  test(
    'is searched over names and explanations, and says how much fits',
    async () => {
      await inState('settings', async (page) => {
        // It is where the person begins to type.
        await page.getByRole('searchbox', { name: en.settings.search }).and(page.locator(':focus')).waitFor();
        await page.keyboard.type('mouse');
        await expect.poll(() => sheet(page).getByRole('article').count()).toBe(1);
        await group(page, 'signOutWhenIdle').waitFor();
        await page.getByRole('status').filter({ hasText: en.settings.found.one }).waitFor();
        await page.getByTestId('sheet-search').fill('nothing of this kind');
        await page.getByText(format(en.settings.none, { search: 'nothing of this kind' })).waitFor();
        expect(await sheet(page).getByRole('article').count()).toBe(0);
      });
    },
    timeout,
  );

  test(
    'has an outline that leads to each group, for those who use keys as well',
    async () => {
      await inState('settings', async (page) => {
        const outline = page.getByRole('navigation', { name: en.settings.outline });
        expect(await outline.getByRole('button').allTextContents()).toEqual([
          ...settingGroups.map((one) => en.settings.groups[one]),
          en.settings.resetAll,
        ]);
        // It stands before the search, which has the focus, and the button to reset all between them.
        await page.keyboard.press('Shift+Tab');
        await page.keyboard.press('Shift+Tab');
        expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('outline-updates');
        await page.keyboard.press('Enter');
        await page.locator('#settings-updates:focus').waitFor();
        expect(await group(page, 'updateChannel').isVisible()).toBe(true);
        // From there on Tab goes on among the settings of the group.
        await page.keyboard.press('Tab');
        expect(await page.evaluate(() => document.activeElement?.closest('article')?.dataset.testid)).toBe(
          'setting-updateMode',
        );
      });
    },
    timeout,
  );

  test(
    'loses nothing of a form that it is opened over',
    async () => {
      await inState('signed-out', async (page) => {
        await openSetUp(page);
        const name = page.locator('[data-field="name"] input');
        await name.fill('Half typed');
        await turnTo(page, 'settings');
        await sheet(page).waitFor();
        await tell(page, 'textSize', { value: 125, setBy: 'person' });
        await turnTo(page, null);
        await sheet(page).waitFor({ state: 'detached' });
        expect(await name.inputValue()).toBe('Half typed');
      });
    },
    timeout,
  );

  test.each([
    ['as narrow as half a window', { width: 480, height: 640 }, '16px'],
    ['with text twice as large', { width: 960, height: 800 }, '32px'],
  ] as const)(
    'loses nothing %s',
    async (_how, size, fontSize) => {
      await inState('settings', async (page) => {
        await page.setViewportSize(size);
        await page.evaluate((px) => {
          document.documentElement.style.fontSize = px;
        }, fontSize);
        const wide = await sheet(page).evaluate((dialog) =>
          [...dialog.querySelectorAll<HTMLElement>('*')]
            .filter((one) => !one.closest('.visually-hidden') && one.checkVisibility())
            .filter((one) => one.getBoundingClientRect().right > window.innerWidth + 1)
            .map((one) => one.className || one.tagName),
        );
        expect(wide).toEqual([]);
        // The outline lies above the settings then, and not beside them.
        const [outline, body] = await Promise.all(
          ['.settings-outline', '.settings-body'].map((part) => page.locator(part).boundingBox()),
        );
        expect((body?.y ?? 0) >= (outline?.y ?? 0) + (outline?.height ?? 0)).toBe(true);

        for (const id of ['appearance', 'updateChannel'] as const) {
          await group(page, id).scrollIntoViewIfNeeded();
          expect(await group(page, id).isVisible()).toBe(true);
        }
      });
    },
    timeout,
  );
});

describe('the list of keys', () => {
  test(
    'takes the place of the settings, with the focus in its own search, and Escape closes it',
    async () => {
      await inState('settings', async (page) => {
        await page.getByTestId('sheet-search').and(page.locator(':focus')).waitFor();
        await turnTo(page, 'shortcuts');
        await page.getByRole('searchbox', { name: en.shortcuts.search }).and(page.locator(':focus')).waitFor();
        await page.keyboard.press('Escape');
        expect(await calls(page, 'sheets.close')).toHaveLength(1);
      });
    },
    timeout,
  );

  test(
    'has every command by menu, and is searched by words and by keys',
    async () => {
      await inState('shortcuts', async (page) => {
        await page.getByRole('dialog', { name: en.shortcuts.title }).waitFor();
        const tables = page.getByRole('table');
        expect(await tables.locator('caption').allTextContents()).toEqual([
          ...['File', 'View', 'Go', 'Tab', 'Account', 'Window', 'Help'],
        ]);
        const settings = page.getByRole('row', { name: /^Settings/ });
        expect(await settings.locator('kbd > span').allTextContents()).toEqual(['Ctrl', ',']);
        await page.getByTestId('sheet-search').fill('f5');
        await expect.poll(() => page.getByTestId(/^shortcut-/).count()).toBe(1);
        await page.getByRole('rowheader', { name: 'Refresh Data' }).waitFor();
      });
    },
    timeout,
  );
});

describe('before somebody who went away is signed out', () => {
  test(
    'they are asked, with the time left, and can stay',
    async () => {
      await inState('going-to-be-signed-out', async (page) => {
        const question = page.getByRole('alertdialog', { name: en.absence.title });
        await question.getByText('42 seconds').waitFor();
        await page.clock.runFor(2_000);
        await question.getByText('40 seconds').waitFor();
        await question.getByRole('button', { name: en.absence.stay }).and(page.locator(':focus')).waitFor();
        await page.keyboard.press('Enter');
        expect(await calls(page, 'absence.stay')).toHaveLength(1);
        await page.evaluate(() => window.harness.push({ signsOutAt: null }));
        await question.waitFor({ state: 'detached' });
      });
    },
    timeout,
  );
});

describe('the language', () => {
  test(
    'is chosen by its own name, waits for the next start, and says how to have it now',
    async () => {
      await inState('settings', async (page) => {
        const language = group(page, 'language');
        await language
          .getByRole('radio', { name: 'Deutsch' })
          .and(page.locator(':enabled'))
          .waitFor({ state: 'attached' });
        await expect.poll(() => language.getByRole('button', { name: items.language.startAgain }).count()).toBe(0);
        await language.getByText('Deutsch').click();
        expect(await calls(page, 'settings.set')).toEqual([{ id: 'language', value: 'de' }]);
        await page.evaluate(() => window.harness.push({ languageWaits: true }));
        await language.getByRole('status').getByText(items.language.waits).waitFor();
        await language.getByRole('button', { name: items.language.startAgain }).click();
        expect(await calls(page, 'settings.startAgain')).toHaveLength(1);
      });
    },
    timeout,
  );

  test.each(spokenLanguages)(
    'of the page is the one of its texts: %s',
    async (language) => {
      const text = await loadText(language);
      await inState(
        'settings',
        async (page) => {
          expect(await page.evaluate(() => document.documentElement.lang)).toBe(language);
          await page.getByRole('heading', { name: text.settings.title, exact: true }).waitFor();
          await page
            .getByRole('radio', { name: text.settings.items.appearance.values.dark })
            .waitFor({ state: 'attached' });
        },
        language,
      );
    },
    timeout,
  );
});

describe('at the start', () => {
  test(
    'the workbook of the tab that was used last is opened',
    async () => {
      await inState('start-with-last', async (page) => {
        await expect.poll(() => calls(page, 'panes.open')).toEqual([{ workbookId: ids.pipeline }]);
      });
    },
    timeout,
  );

  test(
    'or the start page is shown, where the person wants that, and opens nothing by itself',
    async () => {
      await inState('start-with-page', async (page) => {
        await page.getByRole('heading', { name: en.start.title }).waitFor();
        await page.clock.runFor(5_000);
        expect(await calls(page, 'panes.open')).toEqual([]);
      });
    },
    timeout,
  );
});
