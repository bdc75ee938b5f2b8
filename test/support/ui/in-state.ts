/** What the tests of the interface share: one gallery, one browser, and a page in the state that a rule is about. */
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, expect, inject } from 'vitest';
import type { CommandId } from '../../../src/shared/commands.ts';
import type { Language } from '../../../src/shared/text/languages.ts';
import type { SetUpName } from './connection-fixtures.ts';
import { type FixtureName, testNow } from './fixtures.ts';

export const timeout = 60_000;
export type State = FixtureName | `set-up-${SetUpName}` | 'boot' | 'fatal';

let browser: Browser;

/** Call it once in each test file. */
export function withGallery(): void {
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: process.env.SIGHTGLASS_CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox'],
    });
  }, timeout);
  afterAll(async () => {
    await browser?.close();
  });
}

const options: BrowserContextOptions = {
  reducedMotion: 'reduce',
  locale: 'en-GB',
  timezoneId: 'UTC',
  viewport: { width: 1280, height: 800 },
};

/** What Playwright's own runner uses to empty a context (`reuseContext`); it is no part of what it promises. */
type Emptying = Browser & {
  _newContextForReuse?: Browser['newContext'];
  _disconnectFromReusedContext?: (reason: string) => Promise<void>;
};

/**
 * A page as of a browser that has just begun, and how it is given back. Where Playwright can, it is that of the rule before:
 * scripts, routes, listeners, storage, clock, media and pointer are as in a new one (`test/ui/in-state.test.ts`), while its
 * process has read the interface already, which is half the work of most rules.
 */
async function emptyPage(): Promise<{ page: Page; giveBack: (holds: boolean) => Promise<void> }> {
  const emptying: Emptying = browser;
  const canEmpty = Boolean(emptying._newContextForReuse && emptying._disconnectFromReusedContext);
  const context = await ((canEmpty && emptying._newContextForReuse?.(options)) || browser.newContext(options));
  await context.clearPermissions();
  return {
    page: context.pages()[0] ?? (await context.newPage()),
    async giveBack(holds) {
      // What a rule that failed left behind is nobody else's.
      if (canEmpty && holds) await emptying._disconnectFromReusedContext?.('The rule holds.');
      else await context.close();
    },
  };
}

/** Opens one state with the clock at `testNow`, runs the rule, and fails on anything the page complained about. */
export async function inState(state: State, rule: (page: Page) => Promise<void>, language: Language = 'en') {
  const { page, giveBack } = await emptyPage();
  let holds = false;
  try {
    page.setDefaultTimeout(5_000);
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      // Chromium asks for an icon by itself, which the policy rightly refuses.
      const isIcon = message.location().url.endsWith('/favicon.ico');
      if (message.type() === 'error' && !isIcon) complaints.push(message.text());
    });
    await page.clock.install({ time: testNow });
    await page.goto(`${inject('gallery')}?state=${state}&language=${language}`);
    // Not what stands there while the state is asked for.
    await page
      .locator(state === 'boot' || state === 'fatal' ? '#root > *' : '.window')
      .first()
      .waitFor();
    // A part that is read later is no part of a rule.
    await page.getByTestId('late').waitFor({ state: 'detached' });
    await rule(page);
    expect(complaints).toEqual([]);
    holds = true;
  } finally {
    await giveBack(holds);
  }
}

export const calls = (page: Page, name: string) =>
  page.evaluate(
    (wanted) => window.harness.calls.filter((call) => call.name === wanted).map((call) => call.input),
    name,
  );

/** Has the window do a command, as main does when a menu or a key asks for it. */
export async function askFor(page: Page, id: CommandId, argument: string | null = null): Promise<void> {
  // What was asked of a window before it was there is not done again.
  await page.locator('.window').waitFor();
  await page.evaluate(
    ([wanted, what]) => {
      const { window: own } = window.harness.state();
      const serial = (own.asks.at(-1)?.serial ?? 0) + 1;
      window.harness.push({ window: { ...own, asks: [...own.asks, { serial, id: wanted, argument: what }] } });
    },
    [id, argument] as const,
  );
}

/** Walks with Tab until the element with this id has the focus. */
export async function tabTo(page: Page, testId: string, steps = 20): Promise<void> {
  const walked: (string | null)[] = [];
  for (let step = 0; step < steps; step++) {
    await page.keyboard.press('Tab');
    const reached = await page.evaluate(() => document.activeElement?.getAttribute('data-testid') ?? null);
    if (reached === testId) return;
    walked.push(reached);
  }
  throw new Error(`Tab never reached ${testId}: ${walked.join(', ')}`);
}

export async function openMenuProfiles(page: Page): Promise<void> {
  await page.getByTestId('menu').click();
  await page.getByTestId('profiles').click();
}

export async function openSetUp(page: Page): Promise<void> {
  await page.getByTestId('menu').click();
  await page.getByTestId('edit-set-up').click();
  await page.getByTestId('set-up-form').waitFor();
}

export async function openPalette(page: Page): Promise<void> {
  await askFor(page, 'openPalette');
  await page.getByTestId('palette').waitFor();
}

/** Opens the panel of what is inside the workbook. */
export async function openInside(page: Page, tab: 'bookmarks' | 'controls' | 'pages' | 'alerts'): Promise<void> {
  await page.getByTestId('workbook-menu').click();
  await page.getByTestId(`open-${tab}`).click();
  await page.getByTestId('inside-panel').waitFor();
  // A part that is read later is no part of a rule.
  await page.getByTestId('late').waitFor({ state: 'detached' });
}

/** Opens everything in the set-up form that is folded away. */
export async function unfold(page: Page): Promise<void> {
  const folded = page.locator('.disclosure[aria-expanded="false"]');
  while ((await folded.count()) > 0) await folded.first().click();
}

/** Holds files over the window, or drops them. Each is a name and what is in it. */
export async function holdFile(
  page: Page,
  what: 'dragover' | 'drop',
  files: readonly (readonly [name: string, content: string])[] = [['.env', '']],
): Promise<void> {
  const dataTransfer = await page.evaluateHandle((held) => {
    const transfer = new DataTransfer();
    for (const [name, content] of held) transfer.items.add(new File([content], name));
    return transfer;
  }, files);
  await page.dispatchEvent('body', what, { dataTransfer });
}
