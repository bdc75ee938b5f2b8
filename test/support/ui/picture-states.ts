/** A workbook that loads again over its last picture, and one of which pages are made for the printer. */
import type { Page } from 'playwright';

const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="756"><rect width="1280" height="756" fill="#fff"/>
<rect x="40" y="40" width="580" height="300" fill="#4f46e5"/><rect x="660" y="40" width="580" height="300" fill="#222"/>
<text x="40" y="420" font-size="40" fill="#111">Revenue by region</text></svg>`;

export const PICTURE = `data:image/svg+xml;base64,${Buffer.from(drawing).toString('base64')}`;

export async function loadsAgain(page: Page): Promise<void> {
  await page.evaluate((picture) => {
    window.harness.answer('panes.picture', { picture });
    const { window: own } = window.harness.state();
    window.harness.push({
      window: { ...own, panes: own.panes.map((pane) => ({ ...pane, phase: 'loading' as const })) },
    });
  }, PICTURE);
  await page.getByTestId('last-picture').waitFor();
}

export async function printsIts(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { window: own } = window.harness.state();
    window.harness.push({ window: { ...own, printing: own.panes[0]?.paneId ?? null } });
  });
  await page.getByTestId('printing').waitFor();
}
