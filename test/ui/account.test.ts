/** The menu of the person in the bar: who, through which connection, until when, and what can be done about it. */
import { describe, expect, test } from 'vitest';
import { en } from '../../src/shared/text/en.ts';
import { ids } from '../support/ui/fixtures.ts';
import { calls, inState, tabTo, timeout, withGallery } from '../support/ui/in-state.ts';

withGallery();

describe('the menu of the person', () => {
  test(
    'says who, through which connection and until when, by keyboard as well',
    async () => {
      await inState('workbook', async (page) => {
        await tabTo(page, 'person');
        await page.keyboard.press('Enter');
        const menu = page.getByRole('menu', { name: 'Signed in as Ada Lovelace' });
        await menu.waitFor();
        const words = await menu.getByTestId('account-connection').innerText();
        expect(words.split('\n')).toEqual([
          'ada.lovelace@example.com',
          'Through Databricks',
          'Renews by itself at 17:39',
        ]);
        await menu.getByRole('group', { name: /ada\.lovelace@example\.com/ }).waitFor();
        await page.keyboard.press('Escape');
        await page.locator('[data-testid="person"]:focus').waitFor();
      });
    },
    timeout,
  );

  test(
    'renews, lets somebody else sign in, signs out, and leads to the details',
    async () => {
      await inState('workbook', async (page) => {
        const press = async (name: string) => {
          await page.getByTestId('person').click();
          await page.getByRole('menuitem', { name, exact: true }).click();
        };
        await press(en.details.renewNow);
        expect(await calls(page, 'grants.renew')).toEqual([{ connectionId: ids.databricks }]);
        await press(en.window.signInAsSomebodyElse);
        expect(await calls(page, 'grants.signIn')).toEqual([{ connectionId: ids.databricks, asSomebodyElse: true }]);
        await press(en.details.title);
        await page.getByTestId('details-panel').waitFor();
        await page.keyboard.press('Escape');
        // What was pressed is gone with the menu; the button of the panel is where it is.
        await page.locator('[data-testid="details"]:focus').waitFor();
        await press(en.window.signOut);
        expect(await calls(page, 'grants.signOut')).toEqual([{ profileId: ids.finance }]);
      });
    },
    timeout,
  );

  test(
    'has the session details apart, for who administers, where they cover no control of the workbook',
    async () => {
      await inState('workbook', async (page) => {
        await page.getByTestId('person').click();
        const advanced = page.getByRole('group', { name: en.account.advanced });
        expect(await advanced.getByRole('menuitem').allTextContents()).toEqual([en.details.title]);
        await advanced.getByRole('menuitem', { name: en.details.title }).click();
        const panel = page.getByRole('complementary', { name: en.details.title });
        await panel.waitFor();
        const right = async () => {
          const [pane, beside] = await Promise.all([page.getByTestId('pane').boundingBox(), panel.boundingBox()]);
          return (pane?.x ?? 0) + (pane?.width ?? 0) - (beside?.x ?? 0);
        };
        await expect.poll(right).toBeLessThanOrEqual(0);
        // There is no room for both: it is closed to have the workbook back.
        await page.setViewportSize({ width: 480, height: 400 });
        await expect.poll(right).toBeGreaterThan(0);
        expect((await panel.boundingBox())?.x).toBeGreaterThanOrEqual(0);
      });
    },
    timeout,
  );

  test(
    'copies all session details, and of an encrypted token its length alone',
    async () => {
      await inState('workbook', async (page) => {
        await page.getByTestId('details').click();
        const panel = page.getByRole('complementary', { name: en.details.title });
        await page.evaluate(() => {
          // Comes after the one that fills it.
          window.addEventListener('copy', (event) => {
            document.body.dataset.copied = event.clipboardData?.getData('text/plain') ?? '';
          });
        });
        await panel.getByRole('button', { name: en.details.copyAll, exact: true }).click();
        await panel.getByText(en.common.copied, { exact: true }).waitFor();
        const copied = (await page.evaluate(() => document.body.dataset.copied ?? '')).split('\n');
        const headings = await panel.getByRole('heading').allTextContents();
        expect(copied.filter((line) => headings.includes(line))).toEqual(headings);
        for (const table of ['claims', 'header']) {
          const names = await panel
            .getByTestId(table)
            .locator('tr:has(td)')
            .evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.claim));
          expect(names.length).toBeGreaterThan(2);
          for (const name of names) expect(copied.filter((line) => line.startsWith(`${name}: `))).not.toEqual([]);
        }
        const tokens = copied.filter((line) => line.startsWith('connection_oauth_tokens.'));
        expect(tokens).toEqual([expect.stringMatching(/: encrypted, 1482 characters$/)]);
      });
    },
    timeout,
  );

  test(
    'signs out of one of several connections',
    async () => {
      await inState('people-differ', async (page) => {
        await page.getByTestId('person').click();
        await expect.poll(() => page.getByTestId('account-connection').count()).toBe(2);
        await page.getByRole('menuitem', { name: 'Sign out of Lakehouse EU' }).click();
        expect(await calls(page, 'grants.signOut')).toEqual([{ profileId: ids.finance, connectionId: ids.lakehouse }]);
      });
    },
    timeout,
  );

  test(
    'signs out of all profiles, where somebody is signed in to another one',
    async () => {
      await inState('workbook', async (page) => {
        await page.getByTestId('person').click();
        const all = page.getByRole('menuitem', { name: en.account.signOutOfAll });
        await page.getByTestId('account-menu').waitFor();
        expect(await all.count()).toBe(0);
      });
      await inState('workbook-of-many', async (page) => {
        await page.getByTestId('person').click();
        await page.getByRole('menuitem', { name: en.account.signOutOfAll }).click();
        expect(await calls(page, 'commands.run')).toEqual([{ id: 'signOutOfAll' }]);
      });
    },
    timeout,
  );
});
