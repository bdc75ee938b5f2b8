/** What holds for every screen: it can be read by everyone, fits the smallest window, and is reached by keyboard. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { ids } from '../support/ui/fixtures.ts';
import { calls, inState, type State, tabTo, timeout, withGallery } from '../support/ui/in-state.ts';
import { minimum, screens } from '../support/ui/screens.ts';

withGallery();

async function seriousFaults(page: Page): Promise<string[]> {
  // A million letters and a half, which stay in the page.
  if (await page.evaluate(() => !('axe' in window))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
}

/** How far the page, or anything that scrolls in it, reaches beyond its width. */
const overflowing = (page: Page) =>
  page.evaluate(() =>
    [
      ...document.querySelectorAll(
        'html, body, .page-main, .workbook, .bar, .banner, .details-body, .inside, .inside-body, .notices, .modal, .about-body',
      ),
    ]
      .filter((element) => element.scrollWidth > element.clientWidth + 1)
      .map((element) => `${element.tagName}.${element.className} ${element.scrollWidth} > ${element.clientWidth}`),
  );

/** What can be pressed or read, and is cut off or lies over another thing of its row. */
const cutOff = (page: Page) =>
  page.evaluate(() => {
    const isSeen = (element: Element) => element.checkVisibility() && element.getBoundingClientRect().width > 1;
    const words = [...document.querySelectorAll('.button, .choice, .badge, .menu-item, h1, h2, h3, label')]
      .filter((element) => isSeen(element) && element.scrollHeight > element.clientHeight + 4)
      .filter((element) => getComputedStyle(element).overflowY !== 'visible' && element.clientHeight > 0)
      .map((element) => `${element.tagName}.${element.className} is cut off`);
    const inBar = [...document.querySelectorAll('.bar button, .page-header button')].filter(isSeen);
    const boxes = inBar.map((element) => ({ element, box: element.getBoundingClientRect() }));
    const overlaps = boxes.flatMap(({ element, box }, index) =>
      boxes.slice(index + 1).some(({ box: other }) => box.left < other.right - 1 && other.left < box.right - 1)
        ? [`${element.getAttribute('data-testid')} lies over another button`]
        : [],
    );
    const outside = boxes.filter(({ box }) => box.right > innerWidth + 1 || box.bottom > innerHeight + 1);
    return [...words, ...overlaps, ...outside.map(({ element }) => `${element.className} is outside`)];
  });

describe('every screen, light and dark, can be read by everyone and fits the smallest window', () => {
  for (const { name, state, open } of screens) {
    test(
      name,
      () =>
        inState(state, async (page) => {
          // Dark is a matter of the style sheets alone: a screen need not be opened again for it.
          await open(page);
          for (const colorScheme of ['light', 'dark'] as const) {
            await page.emulateMedia({ colorScheme });
            expect(await seriousFaults(page), colorScheme).toEqual([]);
          }
          // A menu may go when its window changes, so that this comes after all that is about how it looks.
          await page.setViewportSize(minimum);
          for (const colorScheme of ['dark', 'light'] as const) {
            await page.emulateMedia({ colorScheme });
            // Overlays find their new place a moment later.
            await expect.poll(() => overflowing(page), { message: colorScheme }).toEqual([]);
          }
          // Text twice as large, as a person may have it.
          await page.evaluate(() => {
            document.documentElement.style.fontSize = '200%';
          });
          for (const size of [minimum, { width: 1280, height: 800 }]) {
            await page.setViewportSize(size);
            await expect.poll(() => overflowing(page), { message: `200 % at ${size.width}` }).toEqual([]);
            await expect.poll(() => cutOff(page), { message: `200 % at ${size.width}` }).toEqual([]);
          }
        }),
      timeout,
    );
  }
});

test('with reduced motion a change is there at once, at every level', async () => {
  await inState('first-run', async (page) => {
    const moving = await page.evaluate(() => {
      document.documentElement.style.fontSize = '200%';
      document.body.getBoundingClientRect();
      return document.getAnimations().filter((one) => one instanceof CSSTransition).length;
    });
    expect(moving).toBe(0);
  });
});

describe('the keyboard reaches the primary action', () => {
  const primary: [State, string][] = [
    ['first-run', 'set-up'],
    ['signed-out', 'sign-in'],
    ['sign-in-failed', 'sign-in'],
    ['ended', 'sign-in'],
    ['choose', 'open-workbook'],
    ['waiting', 'reopen-browser'],
    ['workbook', 'details'],
    ['workbook-ended', 'sign-in'],
    ['workbook-over', 'sign-in-failed'],
    ['workbook-failed', 'open-set-up'],
  ];
  test.each(primary)('%s → %s', (state, testId) => inState(state, (page) => tabTo(page, testId)), timeout);

  test('and presses it', async () => {
    await inState('signed-out', async (page) => {
      await tabTo(page, 'sign-in');
      await page.keyboard.press('Enter');
      expect(await calls(page, 'grants.signIn')).toEqual([{ connectionId: ids.databricks }]);
    });
  });
});

test('the gallery runs under the policy of the window', async () => {
  const policy = async (file: string) => /content="(default-src[^"]+)"/.exec(await readFile(file, 'utf8'))?.[1];
  const own = await policy(join(import.meta.dirname, '../support/ui/index.html'));
  expect(own).toBeTruthy();
  expect(own).toBe(await policy(join(import.meta.dirname, '../../src/renderer/index.html')));
});

declare global {
  interface Window {
    axe: typeof axe;
  }
}
