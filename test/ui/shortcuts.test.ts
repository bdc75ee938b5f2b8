/** Other keys for commands: pressed in the list of keys, with what is in their way told there. */
import axe from 'axe-core';
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { en } from '../../src/shared/text/en.ts';
import { format } from '../../src/shared/text/format.ts';
import { focusIsSomewhere } from '../support/ui/focus.ts';
import { calls, inState, timeout, withGallery } from '../support/ui/in-state.ts';

withGallery();

const words = en.shortcuts;
const sheet = (page: Page) => page.getByRole('dialog', { name: words.title });
const edit = (page: Page, command: string) =>
  sheet(page).getByRole('button', { name: format(words.edit, { command }), exact: true });
const field = (page: Page, command: string) =>
  sheet(page).getByRole('textbox', { name: format(words.press, { command }) });
const isFocused = (element: Element) => element === document.activeElement;
const chosen = (page: Page) => calls(page, 'shortcuts.set');

describe('other keys', () => {
  test('are pressed in the row of a command, which says and has them afterwards', async () => {
    await inState('shortcuts', async (page) => {
      await edit(page, 'Session Details').click();
      await expect.poll(() => field(page, 'Session Details').evaluate(isFocused)).toBe(true);
      await page.keyboard.press('Control+Shift+L');
      expect(await chosen(page)).toEqual([{ id: 'showDetails', keys: 'CmdOrCtrl+Shift+L' }]);
      await page
        .getByTestId('announcer')
        .filter({ hasText: format(words.changed, { command: 'Session Details', keys: 'Ctrl Shift L' }) })
        .waitFor({ state: 'attached' });
      await expect.poll(() => edit(page, 'Session Details').evaluate(isFocused)).toBe(true);
      await sheet(page).waitFor();
      await page.evaluate(() => window.harness.push({ chosenKeys: { showDetails: 'CmdOrCtrl+Shift+L' } }));
      await page.getByTestId('shortcut-showDetails').filter({ hasText: 'CtrlShiftL' }).waitFor();
    });
  });

  test('that another command has are told with its name, and can be taken over', async () => {
    await inState('shortcuts', async (page) => {
      await edit(page, 'Reload Workbook').click();
      await page.keyboard.press('Control+k');
      await sheet(page)
        .getByRole('alert')
        .filter({ hasText: format(words.owned, { command: 'Go to Anything' }) })
        .waitFor();
      expect(await chosen(page)).toEqual([]);
      await sheet(page).getByRole('button', { name: words.take }).click();
      expect(await chosen(page)).toEqual([{ id: 'reloadWorkbook', keys: 'CmdOrCtrl+K' }]);
      await focusIsSomewhere(page);
    });
  });

  test('that the system makes a selection of are heard by the page, and by the one who chooses keys alone', async () => {
    await inState('shortcuts', async (page) => {
      await sheet(page).focus();
      // As a key of the menu, it does nothing where its command does not apply.
      await page.keyboard.press('Control+Backslash');
      expect(await calls(page, 'commands.run')).toEqual([]);
      await page.evaluate(() => window.harness.push({ chosenKeys: { splitView: '', showAuditTrail: 'CmdOrCtrl+\\' } }));
      await page.getByTestId('shortcut-showAuditTrail').filter({ hasText: 'Ctrl\\' }).waitFor();
      await page.keyboard.press('Control+Backslash');
      expect(await calls(page, 'commands.run')).toEqual([{ id: 'showAuditTrail' }]);
      expect(await page.evaluate(() => document.getSelection()?.toString())).toBe('');
      await edit(page, 'Session Details').click();
      await page.keyboard.press('Control+Slash');
      await sheet(page)
        .getByRole('alert')
        .filter({ hasText: format(words.owned, { command: 'Keyboard Shortcuts' }) })
        .waitFor();
      expect(await calls(page, 'commands.run')).toEqual([{ id: 'showAuditTrail' }]);
    });
  });

  test('that fields, the system or the menus need are refused with the reason, and others can be pressed at once', async () => {
    await inState('shortcuts', async (page) => {
      await edit(page, 'Session Details').click();
      const alert = sheet(page).getByRole('alert');
      for (const [keys, reason] of [
        ['k', format(words.refused.typing, { primary: 'Ctrl' })],
        ['Control+c', words.refused.editing],
        ['F11', words.refused.program],
        ['Alt+F4', words.refused.system],
        ['Enter', words.refused.moving],
      ] as const) {
        await page.keyboard.press(keys);
        await alert.filter({ hasText: reason }).waitFor();
      }
      expect(await chosen(page)).toEqual([]);
      await page.keyboard.press('F8');
      expect(await chosen(page)).toEqual([{ id: 'showDetails', keys: 'F8' }]);
    });
  });

  test('are left as they are by Esc, which leaves the list open, and Tab leads on', async () => {
    await inState('shortcuts', async (page) => {
      await edit(page, 'Session Details').click();
      await page.keyboard.press('Escape');
      await expect.poll(() => edit(page, 'Session Details').evaluate(isFocused)).toBe(true);
      await sheet(page).waitFor();
      await page.keyboard.press('Enter');
      await expect.poll(() => field(page, 'Session Details').evaluate(isFocused)).toBe(true);
      await page.keyboard.press('Tab');
      expect(await sheet(page).getByRole('button', { name: words.noneChosen }).evaluate(isFocused)).toBe(true);
      await page.keyboard.press('Enter');
      expect(await chosen(page)).toEqual([{ id: 'showDetails', keys: '' }]);
    });
  });

  test('go back one by one, and all at once after a question', async () => {
    await inState('shortcuts-chosen', async (page) => {
      await page.getByTestId('shortcut-goHome').filter({ hasText: words.noKeys }).waitFor();
      // Its usual keys are those that somebody chose for another one.
      await page.getByTestId('shortcut-openPalette').filter({ hasText: words.noKeys }).waitFor();
      await sheet(page)
        .getByRole('button', { name: format(words.resetOne, { command: 'Reload Workbook' }) })
        .click();
      expect(await calls(page, 'shortcuts.reset')).toEqual([{ id: 'reloadWorkbook' }]);
      await sheet(page).getByRole('button', { name: words.resetAll }).click();
      await page.getByRole('alertdialog', { name: words.resetAllQuestion }).getByTestId('confirm').click();
      expect(await calls(page, 'shortcuts.reset')).toEqual([{ id: 'reloadWorkbook' }, { id: null }]);
    });
  });

  test('are offered for no command that is done to one of several', async () => {
    await inState('shortcuts', async (page) => {
      expect(await page.getByTestId('shortcut-openWorkbook').getByTestId('edit-keys').count()).toBe(0);
      expect(await page.getByTestId('reset-all-keys').isDisabled()).toBe(true);
    });
  });
});

test(
  'everybody can read it, and at 480 px and with text at 200 % nothing is cut off',
  async () => {
    await inState('shortcuts-chosen', async (page) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await edit(page, 'Session Details').click();
        await page.keyboard.press('Control+k');
        await page.evaluate(axe.source);
        const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
        expect(violations.map(({ id, nodes }) => `${id} ${nodes.map(({ html }) => html)}`)).toEqual([]);
        await page.getByTestId('cancel-keys').click();
      }
      await page.setViewportSize({ width: 480, height: 640 });
      await edit(page, 'Session Details').click();
      const tooWide = () =>
        sheet(page).evaluate((dialog) =>
          [...dialog.querySelectorAll<HTMLElement>('*')]
            .filter((one) => !one.closest('.visually-hidden') && one.checkVisibility())
            .filter((one) => one.getBoundingClientRect().right > window.innerWidth + 1)
            .map((one) => one.className || one.tagName),
        );
      expect(await tooWide()).toEqual([]);
      await page.evaluate(() => {
        document.documentElement.style.fontSize = '200%';
      });
      await page.setViewportSize({ width: 960, height: 800 });
      expect(await tooWide()).toEqual([]);
    });
  },
  timeout,
);
