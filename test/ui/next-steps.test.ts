/**
 * Waiting has a face, and every state in which there is nothing to see says so in a sentence, with a next step: one that can
 * be pressed, or one that the sentence names.
 */
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import type { PaneView } from '../../src/shared/state.ts';
import { en } from '../../src/shared/text/en.ts';
import { format } from '../../src/shared/text/format.ts';
import { fixtures, testNow } from '../support/ui/fixtures.ts';
import { askFor, calls, inState, openInside, openPalette, type State, withGallery } from '../support/ui/in-state.ts';

withGallery();

interface Row {
  readonly what: string;
  readonly state: State;
  open?(page: Page): Promise<unknown>;
  readonly says: string;
  /** Buttons that lead on. Where there are none, the sentence itself says what to do. */
  readonly next: readonly string[];
}

const lost = 'nothing of this kind';
const { errors, inside } = en;
const titleOf = (code: keyof typeof errors) => errors[code].title;

const rows: readonly Row[] = [
  {
    what: 'nothing is set up',
    state: 'first-run',
    says: en.welcome.help,
    next: [en.welcome.openFile, en.welcome.setUp],
  },
  { what: 'no workbook is chosen', state: 'choose', says: en.start.title, next: ['Revenue by region'] },
  { what: 'nothing is pinned', state: 'choose', says: en.start.nothingPinned, next: [] },
  {
    what: 'no workbook was found',
    state: 'choose',
    open: (page) => page.getByTestId('search-workbooks').fill(lost),
    says: en.start.noneHelp,
    next: [en.start.clear],
  },
  {
    what: 'the palette found nothing',
    state: 'workbook',
    async open(page) {
      await openPalette(page);
      await page.getByTestId('palette-field').fill(lost);
    },
    says: format(en.palette.none, { search: lost }),
    next: [],
  },
  {
    what: 'the page has no such words',
    state: 'workbook',
    async open(page) {
      await askFor(page, 'findInWorkbook');
      await page.getByTestId('find-words').fill(lost);
      await page.evaluate(() => {
        const { window: own } = window.harness.state();
        const [pane] = own.panes;
        window.harness.push({ window: { ...own, found: [{ paneId: pane?.paneId ?? '', at: 0, count: 0 }] } });
      });
    },
    says: en.find.none,
    next: [en.find.close],
  },
  {
    what: 'no setting was found',
    state: 'settings',
    open: (page) => page.getByTestId('sheet-search').fill(lost),
    says: format(en.settings.none, { search: lost }),
    next: [en.settings.close],
  },
  {
    what: 'no key was found',
    state: 'shortcuts',
    open: (page) => page.getByTestId('sheet-search').fill(lost),
    says: format(en.shortcuts.none, { search: lost }),
    next: [en.shortcuts.close],
  },
  ...(['bookmarks', 'controls', 'pages', 'alerts'] as const).map((tab): Row => {
    const says = inside[tab].none;
    return { what: `there are no ${tab}`, state: 'workbook', open: (page) => openInside(page, tab), says, next: [] };
  }),
  {
    what: 'there is no network to sign in by',
    state: 'offline',
    says: en.signIn.offline,
    next: ['Sign in to Databricks'],
  },
  {
    what: 'the sign-in has expired',
    state: 'workbook-ended',
    says: format(en.ended.person, { connection: 'Databricks' }),
    next: [en.signIn.signInAgain],
  },
  {
    what: 'the network went, and the workbook with it',
    state: 'workbook-over-offline',
    says: titleOf('offline'),
    next: [en.workbook.tryNow],
  },
  {
    what: 'somebody may not read the data',
    state: 'workbook-inside',
    open: (page) => openInside(page, 'controls'),
    says: errors.data_access_denied.remedy,
    next: [],
  },
  {
    what: 'Sigma did not take the token',
    state: 'workbook-failed',
    says: titleOf('sigma_secret_wrong'),
    next: [en.window.editSetUp, en.workbook.reload],
  },
  {
    what: 'the workbook was deleted',
    state: 'workbook-deleted',
    says: titleOf('workbook_deleted'),
    next: [en.workbook.reload],
  },
  {
    what: 'a load failed and is tried again',
    state: 'workbook-tries-again',
    says: titleOf('frame_load_failed'),
    next: [en.workbook.tryNow],
  },
  {
    what: 'a download broke off',
    state: 'workbook-downloads',
    open: (page) => page.getByTestId('downloads').click(),
    says: titleOf('download_broken_off'),
    next: [],
  },
  {
    what: 'a wall has nobody who is signed in',
    state: 'wall-without-picture',
    open: (page) => page.evaluate(() => window.harness.push({ grants: [] })),
    says: en.wall.lacks['sign-in'],
    next: ['Sign in to Databricks', en.wall.leave],
  },
];

describe('where there is nothing to see, a sentence says so, and what comes next', () => {
  test.each(rows.map((row) => [row.what, row] as const))('%s', (_what, { state, open, says, next }) =>
    inState(state, async (page) => {
      await open?.(page);
      await page.getByText(says).first().waitFor({ state: 'visible' });
      for (const name of next) {
        await page.getByRole('button', { name, exact: true }).first().waitFor({ state: 'attached' });
      }
    }),
  );
});

describe('a load', () => {
  /** Loads anew while the clock stands, so that no time passes but what is asked for. */
  async function begin(page: Page, stage: PaneView['stage']) {
    const { window: shown } = fixtures.loading(testNow);
    await page.clock.pauseAt(testNow + 60_000);
    const panes = shown.panes.map((pane) => ({ ...pane, paneId: 'another', stage }));
    const tabs = shown.tabs.map((tab) => ({ ...tab, paneId: 'another' }));
    await page.evaluate((next) => window.harness.push({ window: next }), { ...shown, panes, tabs });
    const cover = page.locator('[data-pane="another"]').getByTestId('pane-loading');
    await cover.waitFor();
    return cover;
  }
  const become = (page: Page, stage: PaneView['stage']) =>
    page.evaluate((next) => {
      const { window: own } = window.harness.state();
      window.harness.push({ window: { ...own, panes: own.panes.map((pane) => ({ ...pane, stage: next })) } });
    }, stage);
  const named = { workbook: 'Revenue by region' };
  const { stages, long, stop } = en.workbook.loading;

  test('says which stage it is in once it takes a moment, and its bar grows with each', async () => {
    await inState('loading', async (page) => {
      const cover = await begin(page, 'signing');
      await cover.getByText(format(en.signIn.opening, named)).waitFor();
      await page.clock.runFor(4_500);
      const widths: number[] = [];
      for (const stage of ['signing', 'loading', 'data'] as const) {
        await become(page, stage);
        await cover.getByText(format(stages[stage], named)).waitFor();
        const bar = cover.locator('.progress-bar');
        widths.push(
          await bar.evaluate(async (one) => {
            const grows = one.getAnimations({ subtree: true }).filter((each) => each instanceof CSSTransition);
            await Promise.all(grows.map(({ finished }) => finished));
            return new DOMMatrix(getComputedStyle(one, '::before').transform).a;
          }),
        );
      }
      expect(widths).toEqual(widths.toSorted((one, other) => one - other));
      expect(new Set(widths).size).toBe(3);
    });
  });

  test.each(['signing', 'loading', 'data'] as const)(
    'that takes ten seconds says why that may be and what to do, is said aloud, and is given up by keyboard: %s',
    async (stage) => {
      await inState('loading', async (page) => {
        const cover = await begin(page, stage);
        await page.clock.runFor(9_500);
        expect(await cover.getByRole('button', { name: stop }).count()).toBe(0);
        await page.clock.runFor(1_000);
        const sentence = format(long[stage], named);
        await cover.getByText(sentence).waitFor();
        await page.getByTestId('announcer').getByText(sentence).waitFor();
        await cover.getByRole('button', { name: stop }).press('Enter');
        await expect.poll(() => calls(page, 'panes.close')).toEqual([{ paneId: 'another' }]);
      });
    },
  );
});

test('a deleted workbook that was alone in its profile leads to those of other profiles, and not to a reload that cannot help', async () => {
  await inState('workbook-deleted', async (page) => {
    const { profiles } = fixtures['several-profiles'](testNow);
    await page.evaluate((all) => window.harness.push({ profiles: all }), profiles);
    const others = page.getByTestId('error-panel').getByRole('button', { name: en.start.all });
    expect(await others.getAttribute('data-variant')).toBe('primary');
    expect(await page.getByTestId('reload-failed').getAttribute('data-variant')).toBe('quiet');
    await others.click();
    await page.getByTestId('search-workbooks').waitFor();
  });
});
