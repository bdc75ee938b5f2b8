/** The menu of the workbook, the panel beside it, and the cards over it. */
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import type { PaneView } from '../../src/shared/state.ts';
import { en } from '../../src/shared/text/en.ts';
import { fixtures, ids, testNow } from '../support/ui/fixtures.ts';
import { calls, inState, openInside, openSetUp, tabTo, withGallery } from '../support/ui/in-state.ts';

withGallery();

const commands = async (page: Page) =>
  (await calls(page, 'panes.command')).map((input) => (input as { command: unknown }).command);

/** The workbook reports something: the pane is another one from now on. */
async function report(page: Page, change: (pane: PaneView) => PaneView): Promise<void> {
  const { window: shown } = fixtures['workbook-inside'](testNow);
  const next = { ...shown, panes: shown.panes.map(change) };
  await page.evaluate((known) => window.harness.push({ window: known }), next);
}

describe('the menu of the workbook', () => {
  test('asks for another mode, and shows it once the workbook is in it', async () => {
    await inState('workbook-inside', async (page) => {
      const checked = () => page.getByRole('menuitemradio', { checked: true }).allTextContents();
      await page.getByTestId('workbook-menu').click();
      expect(await checked()).toEqual(['Explore']);
      await page.getByTestId('mode-explore').click();
      expect(await commands(page)).toEqual([]);
      await page.getByTestId('workbook-menu').click();
      await page.getByTestId('mode-edit').click();
      expect(await commands(page)).toEqual([{ type: 'workbook:mode:update', mode: 'edit' }]);
      await page.getByTestId('workbook-menu').click();
      expect(await checked()).toEqual(['Explore']);
      await report(page, (pane) => ({ ...pane, place: { ...pane.place, mode: 'edit' } }));
      await expect.poll(checked).toEqual(['Edit']);
    });
  });

  test('opens the dialogs of Sigma, and maximises what is chosen', async () => {
    await inState('workbook-inside', async (page) => {
      for (const item of ['modal-export', 'modal-schedule', 'modal-save-as', 'maximise']) {
        await page.getByTestId('workbook-menu').click();
        await page.getByTestId(item).click();
      }
      await report(page, (pane) => ({ ...pane, place: { ...pane.place, isMaximised: true, selectedNode: null } }));
      await page.getByTestId('workbook-menu').click();
      await page.getByRole('menuitem', { name: en.inside.putBack }).click();
      expect(await commands(page)).toEqual([
        { type: 'workbook:modal:toggle', modalType: 'export' },
        { type: 'workbook:modal:toggle', modalType: 'schedule' },
        { type: 'workbook:modal:toggle', modalType: 'save-as' },
        { type: 'workbook:fullscreen:update', nodeId: 'chart-revenue' },
        { type: 'workbook:fullscreen:update', nodeId: null },
      ]);
    });
  });

  test('has nothing to maximise while nothing is chosen, and waits for a workbook that loads', async () => {
    await inState('workbook', async (page) => {
      await page.getByTestId('workbook-menu').click();
      expect(await page.getByTestId('maximise').getAttribute('aria-disabled')).toBe('true');
    });
    await inState('loading', async (page) => {
      expect(await page.getByTestId('workbook-menu').isDisabled()).toBe(true);
    });
  });
});

describe('the panel', () => {
  test('takes the focus, walks by keyboard, and gives the focus back on Escape', async () => {
    await inState('workbook-inside', async (page) => {
      await tabTo(page, 'workbook-menu');
      await page.keyboard.press('Enter');
      await page.getByRole('menu').waitFor();
      await page.getByTestId('open-bookmarks').focus();
      await page.keyboard.press('Enter');
      await page.locator('[data-testid="tab-bookmarks"]:focus').waitFor();
      await page.keyboard.press('ArrowRight');
      await page.locator('[data-testid="tab-controls"][aria-selected="true"]:focus').waitFor();
      await page.getByTestId('controls').waitFor();
      await page.keyboard.press('Escape');
      await page.getByTestId('inside-panel').waitFor({ state: 'detached' });
      await page.locator('[data-testid="workbook-menu"]:focus').waitFor();
    });
  });

  test('leaves the workbook its room in a wide window, and lies over it in a narrow one', async () => {
    await inState('workbook-inside', async (page) => {
      const width = async () => (await page.getByTestId('pane').boundingBox())?.width;
      await openInside(page, 'controls');
      await expect.poll(width).toBe(960);
      await page.setViewportSize({ width: 900, height: 800 });
      await expect.poll(width).toBe(900);
    });
  });

  test('gives way to the session details, and they to it', async () => {
    await inState('workbook-inside', async (page) => {
      await openInside(page, 'pages');
      await page.getByTestId('details').click();
      await page.getByTestId('inside-panel').waitFor({ state: 'detached' });
      await openInside(page, 'pages');
      await page.getByTestId('details-panel').waitFor({ state: 'detached' });
    });
  });

  test('keeps its workbook from being loaded again when it comes and goes', async () => {
    await inState('workbook-inside', async (page) => {
      const frame = await page.locator('webview').elementHandle();
      await openInside(page, 'controls');
      await page.getByTestId('close-inside').click();
      expect(await frame?.evaluate((element) => element.isConnected)).toBe(true);
    });
  });
});

describe('bookmarks', () => {
  test('a name that is half typed is there again after a look at another tab, and is not in sight there', async () => {
    await inState('workbook-inside', async (page) => {
      await openInside(page, 'bookmarks');
      await page.getByTestId('bookmark-name').fill('Half a na');
      await page.getByTestId('tab-controls').click();
      expect(await page.getByTestId('bookmark-name').isVisible()).toBe(false);
      await page.getByTestId('tab-bookmarks').click();
      expect(await page.getByTestId('bookmark-name').inputValue()).toBe('Half a na');
    });
  });

  test('are opened, left, saved to and deleted, each by its own', async () => {
    await inState('workbook-inside', async (page) => {
      await openInside(page, 'bookmarks');
      const rows = page.getByTestId('bookmark');
      expect(await rows.count()).toBe(3);
      expect(await rows.nth(1).textContent()).toBe(en.inside.bookmarks.unnamed);
      await rows.first().getByRole('button').first().click();
      expect(await commands(page)).toEqual([]);
      await rows.nth(1).getByRole('button').first().click();
      await page.getByTestId('leave-bookmark').click();
      await rows.first().getByTestId('bookmark-more').click();
      await page.getByTestId('update-bookmark').click();
      await rows.nth(2).getByTestId('bookmark-more').click();
      expect(await page.getByTestId('update-bookmark').getAttribute('aria-disabled')).toBe('true');
      await page.getByTestId('delete-bookmark').click();
      await page.getByTestId('confirm-dialog').waitFor();
      expect(await commands(page)).toHaveLength(3);
      await page.getByTestId('confirm').click();
      expect(await commands(page)).toEqual([
        { type: 'workbook:bookmark:select', bookmarkId: 'bookmark-2' },
        { type: 'workbook:bookmark:select' },
        { type: 'workbook:bookmark:update' },
        { type: 'workbook:bookmark:delete', bookmarkId: 'bookmark-3' },
      ]);
      // Nothing is gone before Sigma says so.
      expect(await rows.count()).toBe(3);
    });
  });

  test('are made with a name, and are made once Sigma says so', async () => {
    await inState('workbook-inside', async (page) => {
      await openInside(page, 'bookmarks');
      expect(await page.getByTestId('create-bookmark').isDisabled()).toBe(true);
      await page.getByTestId('bookmark-name').fill(' West ');
      await page.getByText(en.inside.bookmarks.share).click();
      await page.getByTestId('bookmark-name').press('Enter');
      expect(await commands(page)).toEqual([
        { type: 'workbook:bookmark:create', name: 'West', isDefault: false, isShared: true },
      ]);
      await page.getByText('Waiting for Sigma to make “West”…').waitFor();
      await report(page, (pane) => ({
        ...pane,
        contents: {
          ...pane.contents,
          bookmarks: [...pane.contents.bookmarks, { id: 'west', name: 'West', isShared: true, isDefault: false }],
        },
      }));
      await expect.poll(() => page.getByTestId('announcer').textContent()).toBe('The bookmark West is made.');
      await page.getByText('Waiting for Sigma').waitFor({ state: 'detached' });
    });
  });

  test('that nothing comes of are not waited for for ever', async () => {
    await inState('workbook', async (page) => {
      await openInside(page, 'bookmarks');
      await page.getByTestId('no-bookmarks').waitFor();
      await page.getByTestId('bookmark-name').fill('West');
      await page.getByTestId('create-bookmark').click();
      await page.getByText('Waiting for Sigma').waitFor();
      await page.clock.runFor(10_000);
      await page.getByText('Waiting for Sigma').waitFor({ state: 'detached' });
      expect(await page.getByTestId('bookmark-name').inputValue()).toBe('West');
    });
  });

  test('of a name that there is already are not taken for the new one', async () => {
    await inState('workbook-inside', async (page) => {
      await openInside(page, 'bookmarks');
      await page.getByTestId('bookmark-name').fill('East, this quarter');
      await page.getByTestId('create-bookmark').click();
      await page.getByText('Waiting for Sigma').waitFor();
      expect(await page.getByTestId('announcer').textContent()).toBe('');
    });
  });

  test('keep the panel when Escape closes what lies over it', async () => {
    await inState('workbook-inside', async (page) => {
      await openInside(page, 'bookmarks');
      const panel = page.getByTestId('inside-panel');
      await page.getByTestId('bookmark-more').first().click();
      await page.getByRole('menu').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('menu').waitFor({ state: 'detached' });
      await page.getByTestId('bookmark-more').first().click();
      await page.getByTestId('delete-bookmark').click();
      await page.getByTestId('confirm-dialog').waitFor();
      await page.keyboard.press('Escape');
      await page.getByTestId('confirm-dialog').waitFor({ state: 'detached' });
      expect(await panel.isVisible()).toBe(true);
      expect(await commands(page)).toEqual([]);
      await page.locator('[data-testid="bookmark-more"]:focus').waitFor();
      await page.keyboard.press('Escape');
      await panel.waitFor({ state: 'detached' });
    });
  });
});

describe('controls', () => {
  const field = (page: Page, id: string) => page.locator(`[data-control="${id}"] input`);
  const set = (pane: PaneView, controls: Record<string, string>): PaneView => ({
    ...pane,
    place: { ...pane.place, controls: { ...pane.place.controls, ...controls } },
  });

  test('are set with Enter and on leaving, once each, and not when nothing changed', async () => {
    await inState('workbook-inside', async (page) => {
      await openInside(page, 'controls');
      await field(page, 'Region').fill('West');
      await field(page, 'Region').press('Enter');
      await field(page, 'Segment').click();
      await field(page, 'Segment').fill('Small');
      await field(page, 'MinRevenue').click();
      await field(page, 'MinRevenue').fill('1');
      await field(page, 'MinRevenue').fill('');
      await field(page, 'Region').click();
      expect(await commands(page)).toEqual([
        { type: 'workbook:variables:update', variables: { Region: 'West' } },
        { type: 'workbook:variables:update', variables: { Segment: 'Small' } },
      ]);
    });
  });

  test('follow the workbook, but for what is being typed, and are never sent back to it', async () => {
    await inState('workbook-inside', async (page) => {
      await openInside(page, 'controls');
      await field(page, 'Region').fill('We');
      await report(page, (pane) => set(pane, { Region: 'North', Segment: 'Small' }));
      await expect.poll(() => field(page, 'Segment').inputValue()).toBe('Small');
      expect(await field(page, 'Region').inputValue()).toBe('We');
      await field(page, 'Region').press('Escape');
      expect(await field(page, 'Region').inputValue()).toBe('North');
      await page.getByTestId('inside-panel').waitFor();
      await field(page, 'Segment').click();
      expect(await commands(page)).toEqual([]);
    });
  });

  test('show what the workbook made of a value, and go back when it made nothing of it', async () => {
    await inState('workbook-inside', async (page) => {
      await openInside(page, 'controls');
      await field(page, 'Region').fill('west');
      await field(page, 'Region').press('Enter');
      expect(await field(page, 'Region').inputValue()).toBe('west');
      await report(page, (pane) => set(pane, { Region: 'West' }));
      await expect.poll(() => field(page, 'Region').inputValue()).toBe('West');
      await field(page, 'Region').fill('Atlantis');
      await field(page, 'Region').press('Enter');
      await page.clock.runFor(5_000);
      await expect.poll(() => field(page, 'Region').inputValue()).toBe('West');
    });
  });

  test('that are many are searched', async () => {
    await inState('workbook-many-controls', async (page) => {
      await openInside(page, 'controls');
      await page.getByTestId('search-controls').fill('value 22');
      await expect.poll(() => page.locator('[data-control]').count()).toBe(1);
      await page.getByTestId('search-controls').fill('nowhere');
      await page.getByText('No control holds “nowhere”.').waitFor();
    });
    await inState('workbook-inside', async (page) => {
      await openInside(page, 'controls');
      expect(await page.getByTestId('search-controls').count()).toBe(0);
    });
  });
});

test('pages and elements are gone to and maximised', async () => {
  await inState('workbook-inside', async (page) => {
    await openInside(page, 'pages');
    const rows = page.getByTestId('node');
    await rows.first().getByRole('button').click();
    await rows.nth(1).getByTestId('maximise-node').click();
    expect(await commands(page)).toEqual([
      { type: 'workbook:selectednodeid:update', selectedNodeId: 'page-overview', nodeType: 'page' },
      { type: 'workbook:fullscreen:update', nodeId: 'chart-revenue' },
    ]);
  });
});

describe('what the workbook says', () => {
  test('of a newer version can be followed, or left until there is another one', async () => {
    await inState('workbook-actions', async (page) => {
      await page.getByTestId('reload-published').click();
      expect(await calls(page, 'panes.reload')).toEqual([{ paneId: ids.pane }]);
      await page.getByTestId('not-now').click();
      await page.getByTestId('published').waitFor({ state: 'detached' });
      const outdated = (isOutdated: boolean) => (pane: PaneView) => ({
        ...pane,
        contents: { ...pane.contents, isOutdated },
      });
      await report(page, outdated(true));
      expect(await page.getByTestId('published').count()).toBe(0);
      await report(page, outdated(false));
      await report(page, outdated(true));
      await page.getByTestId('published').waitFor();
    });
  });

  test('by an action stands there as text, and is dismissed one by one', async () => {
    await inState('workbook-inside', async (page) => {
      const html = '<img src=x onerror=alert(1)>';
      await report(page, (pane) => ({
        ...pane,
        contents: {
          ...pane.contents,
          actions: [
            {
              id: ids.notice,
              name: html,
              values: [
                { name: html, value: html },
                { name: html, value: '' },
              ],
              times: 1,
              outcome: 'shown',
            },
          ],
        },
      }));
      const card = page.getByTestId('action');
      expect(await card.locator('h3').textContent()).toBe(html);
      expect(await card.locator('dd').allTextContents()).toEqual([html, en.inside.actions.noValue]);
      expect(await card.locator('img').count()).toBe(0);
      await card.getByTestId('dismiss-action').click();
      expect(await calls(page, 'panes.dismissAction')).toEqual([{ paneId: ids.pane, actionId: ids.notice }]);
    });
  });

  test('of elements in trouble leads to its controls', async () => {
    await inState('workbook-inside', async (page) => {
      await page.getByTestId('trouble-hint').click();
      await page.locator('[data-testid="tab-controls"][aria-selected="true"]:focus').waitFor();
      await page.keyboard.press('Escape');
      await page.locator('[data-testid="trouble-hint"]:focus').waitFor();
    });
  });

  test('of its end leads to the choice of workbooks, and it is not opened again by itself', async () => {
    await inState('workbook-choice', async (page) => {
      const known = fixtures['workbook-deleted'](testNow).window;
      await page.evaluate((shown) => window.harness.push({ window: shown }), known);
      await expect.poll(() => calls(page, 'panes.close')).toEqual([{ paneId: ids.pane }]);
      await page.evaluate((shown) => window.harness.push({ window: shown }), {
        ...known,
        panes: [],
        tabs: [],
        chosenTab: null,
      });
      await page.getByTestId('open-workbook').first().waitFor();
      expect(await calls(page, 'panes.open')).toEqual([]);
    });
  });
});

test('a rule for an action is entered, chosen from the workbooks of the form, and saved', async () => {
  await inState('choose', async (page) => {
    await openSetUp(page);
    await page.getByRole('button', { name: en.setUp.actions.fold }).click();
    await page.getByTestId('add-action').click();
    const rule = page.getByTestId('action-rule');
    await rule.getByLabel(en.setUp.actions.action).fill('zip-chosen');
    await rule.getByTestId('action-kind-workbook').click();
    await page.getByTestId('save-profile').click();
    await rule.getByText(en.fieldFaults.missing.workbook).waitFor();
    await rule.getByTestId('action-workbook').click();
    await page.getByRole('option', { name: 'Pipeline and forecast' }).click();
    await rule.locator('textarea').fill('Region={region}');
    await page.getByTestId('save-profile').click();
    await expect
      .poll(() => calls(page, 'profiles.save'))
      .toMatchObject([
        {
          actions: [
            {
              kind: 'workbook',
              action: 'zip-chosen',
              workbook: expect.stringContaining('Pipeline-and-forecast'),
              controls: [{ control: 'Region', value: '{region}' }],
            },
          ],
        },
      ]);
  });
});

test('the way back from another document leaves the bar its room, whatever both are called', async () => {
  await inState('workbook-choice', async (page) => {
    const long = 'Quarterly revenue by region, segment and account owner, restated';
    const { window: shown, grants } = fixtures['workbook-inside'](testNow);
    const panes = shown.panes.map((pane) => ({
      ...pane,
      title: long,
      place: { ...pane.place, document: { title: `${long} (copy)`, kind: 'report' as const, isOwn: false } },
    }));
    const people = grants.map((grant) => ({ ...grant, person: { userName: 'ada@example.com', displayName: long } }));
    const next = { window: { ...shown, panes }, grants: people, online: false };
    await page.evaluate((known) => window.harness.push(known), next);
    for (const width of [1_280, 900, 720]) {
      await page.setViewportSize({ width, height: 520 });
      const bar = page.locator('.bar');
      expect(await bar.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true);
      const home = page.getByRole('button', { name: `Back to ${long}` });
      const boxes = [page.locator('.title-text'), home, page.locator('.bar-status'), page.getByTestId('workbook-menu')];
      const sides = await Promise.all(boxes.map((box) => box.boundingBox()));
      // In this order, none over the next, and each on the one line of the bar.
      for (const [index, side] of sides.entries()) {
        expect(side?.height).toBeLessThanOrEqual(44);
        expect(side?.width).toBeGreaterThanOrEqual(24);
        const after = sides[index + 1];
        if (side && after) expect(side.x + side.width).toBeLessThanOrEqual(after.x);
      }
    }
    await page.getByTestId('go-home').click();
    expect(await calls(page, 'panes.home')).toEqual([{ paneId: ids.pane }]);
  });
});
