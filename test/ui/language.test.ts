/**
 * The window in the language made by machine, whose texts are accented and longer than English: what is cut off there
 * would be cut off in German, and what is still in plain English was not taken from the texts.
 */
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { inState, timeout, withGallery } from '../support/ui/in-state.ts';
import { minimum, screens, setUpScreens } from '../support/ui/screens.ts';

withGallery();

/** Names and codes carry `translate="no"`; and what servers said is passed on as it was said. */
const foreign = '[translate="no"], .error-detail, textarea, script, style';

/**
 * What may end in an ellipsis: the titles of workbooks and of tabs, whose elements have them as their tooltips; what the bar says about
 * the sign-in, which a press shows in full; and what else stands beside the title, which tooltips show in full.
 */
const shortened =
  '.bar-title [title], .tab-main[title], .person-name, button.renews, .go-home-words, .trouble-words, .data-age-text';

/** Texts and names of controls in plain English: whatever is not in the brackets of the language. */
const inEnglish = (page: Page) =>
  page.evaluate((notOurs) => {
    const found: string[] = [];
    const isEnglish = (text: string) => /\p{L}{2}/u.test(text);
    const blockOf = (node: Node): Element | null => {
      let element = node.parentElement;
      while (element && getComputedStyle(element).display === 'inline') element = element.parentElement;
      return element;
    };
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    /** A sentence goes on behind a button that stands in it. */
    const depths = new Map<Element | null, number>();
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      if (node.parentElement?.closest(notOurs)) continue;
      const block = blockOf(node);
      let depth = depths.get(block) ?? 0;
      let outside = '';
      for (const letter of node.textContent ?? '') {
        if (letter === '[') depth += 1;
        else if (letter === ']') depth -= 1;
        else if (depth === 0) outside += letter;
      }
      depths.set(block, depth);
      if (isEnglish(outside)) found.push(outside);
    }
    for (const name of ['aria-label', 'title', 'alt', 'placeholder']) {
      for (const element of document.querySelectorAll(`[${name}]`)) {
        const value = element.getAttribute(name) ?? '';
        // An example of an id, an address or a secret.
        const isExample = name === 'placeholder' && element.matches('.code, [type="password"]');
        // React-aria brings this one itself, in the language that it is told.
        const isOfReactAria = value === 'Dismiss';
        if (isExample || isOfReactAria || element.closest(notOurs)) continue;
        if (isEnglish(value) && !/^\[.*\]$/su.test(value)) found.push(`${name}: ${value}`);
      }
    }
    return found;
  }, foreign);

/** Texts that reach beyond what clips them, or beyond the button that they stand in. */
const cutOff = (page: Page) =>
  page.evaluate((mayBe) => {
    const found: string[] = [];
    const clips = (element: Element) => {
      const { overflowX, overflowY } = getComputedStyle(element);
      const isButton = element.matches('button, .badge, .menu-item');
      return { x: isButton || /hidden|clip/.test(overflowX), y: isButton || /hidden|clip/.test(overflowY) };
    };
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const parent = node.parentElement;
      if (!parent || parent.closest(`.visually-hidden, ${mayBe}`) || !node.textContent?.trim()) continue;
      // Only read aloud at this size.
      if (getComputedStyle(parent).clipPath !== 'none') continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const text = range.getBoundingClientRect();
      if (text.width === 0) continue;
      for (
        let element: Element | null = parent;
        element && element !== document.body;
        element = element.parentElement
      ) {
        const { x, y } = clips(element);
        const box = element.getBoundingClientRect();
        // What scrolls around it moves it out of sight, and back.
        const scrolls = /auto|scroll/.test(getComputedStyle(element).overflowY);
        const isCut =
          (x && (text.left < box.left - 1 || text.right > box.right + 1)) ||
          (y && (text.top < box.top - 1 || text.bottom > box.bottom + 1));
        if (isCut) found.push(`${node.textContent} in ${element.tagName}.${element.className}`);
        if (isCut || scrolls) break;
      }
    }
    for (const select of document.querySelectorAll('select')) {
      if (select.scrollWidth > select.clientWidth + 1) found.push(`select ${select.value}`);
    }
    return found;
  }, shortened);

/** Whatever is wider than its place. The strip of tabs is scrolled sideways, to the chosen one first. */
const tooWide = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('body, body *')]
      .filter((element) => element.clientWidth > 1 && element.scrollWidth > element.clientWidth + 1)
      .filter((element) => !element.matches('input, textarea, .visually-hidden, .skeleton, .progress-bar, .tab-strip'))
      .filter((element) => getComputedStyle(element).overflowX !== 'visible' || element.clientWidth >= innerWidth)
      .filter((element) => getComputedStyle(element).textOverflow !== 'ellipsis')
      .map((element) => `${element.tagName}.${element.className} ${element.scrollWidth} > ${element.clientWidth}`),
  );

/** Values that a text was not given. */
const unfilled = (page: Page) => page.evaluate(() => document.body.innerText.match(/\{\w+\}/g) ?? []);

describe('in a longer language, at the smallest size, nothing is cut off or left in English', () => {
  for (const { name, state, open } of [...screens, ...setUpScreens]) {
    test(
      name,
      () =>
        inState(
          state,
          async (page) => {
            await page.setViewportSize(minimum);
            await open(page);
            // Overlays find their place a moment later.
            await expect.poll(() => tooWide(page)).toEqual([]);
            expect(await cutOff(page)).toEqual([]);
            expect(await inEnglish(page)).toEqual([]);
            expect(await unfilled(page)).toEqual([]);
          },
          'pseudo',
        ),
      timeout,
    );
  }
});

describe('these checks can fail', () => {
  test('a text in English, also as the name of a control', async () => {
    await inState('signed-out', async (page) => {
      expect(await inEnglish(page)).toEqual(expect.arrayContaining(['Sign in to Databricks', 'aria-label: Menu']));
    });
  });

  test('a text that its button cuts off, and one that is too wide', async () => {
    await inState(
      'signed-out',
      async (page) => {
        const button = page.getByTestId('sign-in');
        await button.evaluate((element) => {
          element.style.width = '60px';
          element.style.height = '20px';
          element.style.whiteSpace = 'nowrap';
        });
        expect(await cutOff(page)).toHaveLength(1);
        await page.locator('.page-main').evaluate((element) => {
          element.style.maxWidth = '100px';
        });
        expect(await tooWide(page)).not.toEqual([]);
      },
      'pseudo',
    );
  });
});
