/** Two workbooks side by side: where each is, the divider between them, and which of the two has the keys. */
import axe from 'axe-core';
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { askFor, calls, inState, timeout, withGallery } from '../support/ui/in-state.ts';

withGallery();

const divider = (page: Page) =>
  page.getByRole('separator', { name: 'Divider between Pipeline and forecast and Revenue by region' });
const pane = (page: Page, which: 'first' | 'second') => page.locator(`.pane[data-side="${which}"]`);
const boxOf = async (page: Page, which: 'first' | 'second') => {
  const box = await pane(page, which).boundingBox();
  if (!box) throw new Error(`The ${which} side is not seen.`);
  return box;
};
const divided = (page: Page) => calls(page, 'tabs.divide');
const inSplit = (rule: (page: Page) => Promise<void>) => () =>
  inState('workbook-split', async (page) => {
    await divider(page).waitFor();
    await rule(page);
  });
/** As main answers a request: with another state. */
const put = (page: Page, change: { share?: number; isLinked?: boolean }) =>
  page.evaluate((next) => {
    const { window: own } = window.harness.state();
    window.harness.push({ window: { ...own, splits: own.splits.map((one) => ({ ...one, ...next })) } });
  }, change);
const choose = (page: Page, at: number) =>
  page.evaluate((index) => {
    const { window: own } = window.harness.state();
    window.harness.push({ window: { ...own, chosenTab: own.tabs[index]?.tabId ?? null } });
  }, at);
const shownToMain = async (page: Page) => (await calls(page, 'panes.shown')).at(-1);

describe('two workbooks side by side', () => {
  test(
    'are both there, each named as a side, and the one that has the keys is marked; main is told of both',
    inSplit(async (page) => {
      const [first, second] = [await boxOf(page, 'first'), await boxOf(page, 'second')];
      expect(first.x + first.width).toBeLessThan(second.x);
      expect(Math.abs(first.width - second.width)).toBeLessThanOrEqual(1);
      await page.getByRole('region', { name: 'Pipeline and forecast, first of two' }).waitFor();
      await page.getByRole('region', { name: 'Revenue by region, second of two' }).waitFor();
      expect(await pane(page, 'first').getAttribute('data-active')).toBe('false');
      expect(await pane(page, 'second').getAttribute('data-active')).toBe('true');
      const ids = await Promise.all(
        (['second', 'first'] as const).map((one) => pane(page, one).getAttribute('data-pane')),
      );
      await expect.poll(() => shownToMain(page)).toEqual({ shownPaneId: ids[0], besidePaneId: ids[1] });
    }),
    timeout,
  );

  test(
    'belong together in the strip, by sign and by name',
    inSplit(async (page) => {
      const tabs = page.getByRole('tab');
      expect(await tabs.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')))).toEqual([
        'Margins',
        'Pipeline and forecast, beside Revenue by region',
        'Revenue by region, beside Pipeline and forecast',
      ]);
    }),
    timeout,
  );

  test(
    'become one where a third tab is chosen, and two again, in the same pages, which keep their size',
    inSplit(async (page) => {
      await page.evaluate(() => {
        for (const one of document.querySelectorAll('webview')) Object.assign(one, { isSame: true });
      });
      const before = await boxOf(page, 'first');
      await choose(page, 0);
      await divider(page).waitFor({ state: 'detached' });
      expect(await page.locator('.pane[data-shown="true"]').count()).toBe(1);
      expect(await boxOf(page, 'first')).toEqual(before);
      await expect.poll(() => shownToMain(page)).toHaveProperty('shownPaneId');
      expect(await shownToMain(page)).not.toHaveProperty('besidePaneId');
      await choose(page, 1);
      await divider(page).waitFor();
      expect(await pane(page, 'first').getAttribute('data-active')).toBe('true');
      const same = await page.locator('webview').evaluateAll((all) => all.map((one) => Reflect.get(one, 'isSame')));
      expect(same).toEqual([true, true, true]);
    }),
    timeout,
  );

  test(
    'change which has the keys by a press into the other one',
    inSplit(async (page) => {
      await pane(page, 'first')
        .locator('webview')
        .evaluate((guest) => {
          guest.tabIndex = 0;
          guest.focus();
        });
      const first = await page.locator('[data-beside="true"]').getAttribute('data-tab');
      await expect.poll(() => calls(page, 'commands.run')).toEqual([{ id: 'goToTab', argument: first }]);
    }),
    timeout,
  );
});

describe('the divider', () => {
  test(
    'is moved by keys, as far as either can be read, and tells where it is',
    inSplit(async (page) => {
      const handle = divider(page);
      await handle.focus();
      expect(await handle.getAttribute('aria-valuenow')).toBe('50');
      for (const key of ['ArrowRight', 'Home', 'End']) await page.keyboard.press(key);
      await expect
        .poll(async () => (await divided(page)).map((one) => Reflect.get(one as object, 'share')))
        .toEqual([0.52, 0.2, 0.8]);
      // Before main has answered it is where the person has put it.
      expect(await handle.getAttribute('aria-valuenow')).toBe('80');
      await put(page, { share: 0.8 });
      await page.keyboard.press('ArrowRight');
      expect(await divided(page)).toHaveLength(3);
      await page.keyboard.press('ArrowLeft');
      await expect.poll(() => divided(page)).toContainEqual(expect.objectContaining({ share: 0.78 }));
    }),
    timeout,
  );

  test(
    'asks main once for where it is put, however long main takes to answer and to tell, and again where that is undone',
    inSplit(async (page) => {
      const shares = async () => (await divided(page)).map((one) => Reflect.get(one as object, 'share'));
      await divider(page).focus();
      // In one turn, so that nothing is answered and nothing is drawn in between.
      await page.evaluate(() => {
        const press = (key: string) =>
          document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
        for (const key of ['End', 'End', 'End']) press(key);
        const { window: own } = window.harness.state();
        window.harness.push({ window: { ...own, splits: own.splits.map((one) => ({ ...one, share: 0.8 })) } });
        for (const key of ['End', 'End']) press(key);
      });
      await page.evaluate(() => Promise.resolve());
      expect(await shares()).toEqual([0.8]);
      await put(page, { share: 0.5 });
      await expect.poll(() => divider(page).getAttribute('aria-valuenow')).toBe('50');
      await page.keyboard.press('End');
      await expect.poll(shares).toEqual([0.8, 0.8]);
    }),
    timeout,
  );

  test(
    'is moved by a pointer while both follow, kept once, and put into the middle by a double click',
    inSplit(async (page) => {
      const box = await divider(page).boundingBox();
      const stage = await page.getByTestId('pane-stage').boundingBox();
      if (!box || !stage) throw new Error('There is no divider.');
      await page.mouse.move(box.x + box.width / 2, box.y + 40);
      await page.mouse.down();
      await page.mouse.move(stage.x + stage.width * 0.3, box.y + 60, { steps: 4 });
      await expect
        .poll(async () => Math.round((await boxOf(page, 'first')).width))
        .toBe(Math.round(stage.width * 0.3 - 6));
      expect(await divided(page)).toEqual([]);
      await page.mouse.move(stage.x + 5, box.y + 60, { steps: 2 });
      await page.mouse.up();
      await expect.poll(() => divided(page)).toEqual([expect.objectContaining({ share: 0.2 })]);
      await put(page, { share: 0.2 });
      await divider(page).dblclick({ position: { x: 6, y: 40 } });
      await expect.poll(() => divided(page)).toContainEqual(expect.objectContaining({ share: 0.5 }));
    }),
    timeout,
  );

  test(
    'goes the other way where text is read from right to left',
    inSplit(async (page) => {
      await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'));
      expect((await boxOf(page, 'first')).x).toBeGreaterThan((await boxOf(page, 'second')).x);
      await divider(page).focus();
      await page.keyboard.press('ArrowLeft');
      await expect.poll(() => divided(page)).toEqual([expect.objectContaining({ share: 0.52 })]);
    }),
    timeout,
  );

  test(
    'ties the filters of the two together, and says how many there are on both sides',
    inSplit(async (page) => {
      const toggle = page.getByRole('button', { name: 'Link filters' });
      const [button, room] = [await toggle.boundingBox(), await divider(page).boundingBox()];
      const middle = (box: typeof room) => Math.round((box?.x ?? 0) + (box?.width ?? 0) / 2);
      expect(middle(button)).toBe(middle(room));
      expect(await toggle.getAttribute('aria-pressed')).toBe('false');
      await toggle.click();
      expect(await calls(page, 'commands.run')).toEqual([{ id: 'linkFilters' }]);
      await put(page, { isLinked: true });
      await expect.poll(() => toggle.getAttribute('aria-pressed')).toBe('true');
      await page.getByText('Filters are linked.').waitFor({ state: 'attached' });
      await toggle.focus();
      await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('Tab');
      await page.getByRole('tooltip').getByText('2 controls are on both sides.').waitFor();
    }),
    timeout,
  );

  test(
    'passes what axe looks at, in light, in dark, in forced colours and with text twice as large',
    inSplit(async (page) => {
      for (const media of [{ colorScheme: 'light' }, { colorScheme: 'dark' }, { forcedColors: 'active' }] as const) {
        await page.emulateMedia(media);
        await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
        await page.evaluate(axe.source);
        const { violations } = await page.evaluate(() => window.axe.run(document));
        expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))).toEqual([]);
      }
      await page.setViewportSize({ width: 1440, height: 800 });
      await page.evaluate(() => {
        document.documentElement.style.fontSize = '200%';
      });
      await divider(page).waitFor();
      const box = await page.getByTestId('link-filters').boundingBox();
      expect(Math.round(box?.width ?? 0)).toBe(52);
    }),
    timeout,
  );
});

test('words are looked for over the one that has the keys', async () => {
  await inState('workbook-split', async (page) => {
    await divider(page).waitFor();
    for (const [at, side] of [
      [1, 'first'],
      [2, 'second'],
    ] as const) {
      await choose(page, at);
      await page.locator(`.pane[data-side="${side}"][data-active="true"]`).waitFor();
      await askFor(page, 'findInWorkbook');
      const bar = await page.getByTestId('find-bar').boundingBox();
      const own = await boxOf(page, side);
      expect(bar && bar.x >= own.x && bar.x + bar.width <= own.x + own.width).toBe(true);
      await page.keyboard.press('Escape');
      await page.getByTestId('find-bar').waitFor({ state: 'detached' });
    }
  });
});

test('where there is no room for two, one is shown and it is said why, and the other comes back with the room', async () => {
  await inState('workbook-split', async (page) => {
    await divider(page).waitFor();
    await page.setViewportSize({ width: 600, height: 700 });
    await divider(page).waitFor({ state: 'detached' });
    await page.getByText('The second workbook comes back beside this one when the window is wider.').first().waitFor();
    const shown = page.locator('.pane[data-shown="true"]');
    expect(await shown.count()).toBe(1);
    expect((await shown.boundingBox())?.width).toBe(600);
    await expect.poll(() => shownToMain(page)).not.toHaveProperty('besidePaneId');
    await page.setViewportSize({ width: 1280, height: 800 });
    await divider(page).waitFor();
  });
});

test('that a pair begins and ends is said once', async () => {
  await inState('workbook-split', async (page) => {
    await divider(page).waitFor();
    const said = page.getByText('Pipeline and forecast and Revenue by region are shown side by side.');
    expect(await said.count()).toBe(0);
    const splits = await page.evaluate(() => {
      const { window: own } = window.harness.state();
      window.harness.push({ window: { ...own, splits: [] } });
      return own.splits;
    });
    await page.getByText('One workbook is shown again.').waitFor({ state: 'attached' });
    await page.evaluate((known) => {
      const { window: own } = window.harness.state();
      window.harness.push({ window: { ...own, splits: known } });
    }, splits);
    await said.waitFor({ state: 'attached' });
  });
});
