/** Pictures of pages, taken when everything is painted, nothing moves and the pointer is away. */
import type { Page } from 'playwright';
import type { RunningApp } from './running-app.ts';

export type Scheme = 'light' | 'dark';

const settled = `(async () => {
  await document.fonts.ready;
  const ending = document.getAnimations().filter((each) => Number.isFinite(Number(each.effect?.getComputedTiming().endTime)));
  await Promise.allSettled(ending.map((each) => each.finished));
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
})()`;

/** Takes a picture of a page of the system browser. */
export async function pictureOfPage(page: Page, path: string, scheme: Scheme = 'light'): Promise<void> {
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
  await page.mouse.move(0, 0);
  await page.evaluate(settled);
  await page.screenshot({ path, animations: 'disabled' });
}

/** Takes a picture of the app's window; where it shows a workbook, with its figures in it. */
export async function pictureOfWindow(app: RunningApp, path: string, scheme: Scheme = 'light'): Promise<void> {
  // Guests are pages of their own to Playwright, and each is told for itself.
  for (const page of app.electron.windows()) await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
  if (await app.window.locator('[data-testid="pane"][data-shown="true"][data-phase="ready"]').count()) {
    await app.waitInWorkbook(
      `document.getElementById('main')?.getAttribute('aria-busy') === 'false' && !document.querySelector('.skeleton')`,
    );
    await app.inWorkbook(settled);
  }
  await pictureOfPage(app.window, path, scheme);
}
