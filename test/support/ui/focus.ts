/** Where the focus is, for tests of the interface: it must never be nowhere. */
import type { Page } from 'playwright';
import { expect } from 'vitest';

/** The element that has the focus, as a test names it: by its test id, or by its tag and its words. */
export const focusOf = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return 'nowhere';
    const words = element.getAttribute('aria-label') ?? element.textContent ?? '';
    return element.getAttribute('data-testid') ?? `${element.tagName.toLowerCase()}: ${words.trim().slice(0, 40)}`;
  });

/**
 * Waits until the window has put the focus somewhere, and answers where. What gives the focus back as it closes has its
 * turn before that, so the answer is asked for again until it stays for a while by the clock of the page.
 */
export async function focusIsSomewhere(page: Page): Promise<string> {
  await page.clock.runFor(200);
  await expect.poll(() => focusOf(page)).not.toBe('nowhere');
  await page.clock.runFor(200);
  const place = await focusOf(page);
  expect(place).not.toBe('nowhere');
  return place;
}
