/** Who sees little, or minds motion, is met: contrast, forced colours, calm signs of activity, and nothing under a foot. */
import axe from 'axe-core';
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { fixtures, testNow } from '../support/ui/fixtures.ts';
import { inState, openSetUp, type State, timeout, unfold, withGallery } from '../support/ui/in-state.ts';
import { minimum } from '../support/ui/screens.ts';

withGallery();

const withText = (page: Page, percent: number) =>
  page.evaluate((size) => {
    document.documentElement.style.fontSize = `${size}%`;
  }, percent);

describe('contrast', () => {
  const states: State[] = ['first-run', 'sign-in-failed', 'choose', 'workbook-ended', 'notices', 'workbook-inside'];

  test(
    'is at least 7:1 for all words where the system asks for more',
    async () => {
      for (const state of states) {
        await inState(state, async (page) => {
          for (const colorScheme of ['light', 'dark'] as const) {
            await page.emulateMedia({ colorScheme, contrast: 'more' });
            // Colours fade from one scheme to the other.
            await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
            await page.evaluate(axe.source);
            const { violations } = await page.evaluate(() =>
              window.axe.run(document, { runOnly: { type: 'rule', values: ['color-contrast-enhanced'] } }),
            );
            const faults = violations.flatMap(({ nodes }) => nodes.map(({ html }) => html));
            expect(faults, `${state}, ${colorScheme}`).toEqual([]);
          }
        });
      }
    },
    timeout,
  );

  test('of the edges of cards, fields and buttons is at least 3:1, in light and in dark', async () => {
    await inState('several-profiles', async (page) => {
      await page.getByTestId('menu').click();
      await page.getByTestId('profiles').click();
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        const ratios = await page.evaluate(() => {
          const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
          /** As it is drawn, whatever way of writing it has. */
          const luminance = (colour: string) => {
            if (!canvas) throw new Error('There is no canvas.');
            canvas.fillStyle = colour;
            canvas.fillRect(0, 0, 1, 1);
            const [red = 0, green = 0, blue = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((value) => {
              const part = value / 255;
              return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
            });
            return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
          };
          const value = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
          const grounds = ['--background', '--surface', '--surface-sunken', '--surface-raised'];
          const pairs = ['--edge', '--field-border'].flatMap((edge) =>
            grounds.map((ground) => [edge, ground] as const),
          );
          pairs.push(['--danger-line', '--surface'], ['--warning-line', '--surface']);
          return pairs.map(([edge, ground]) => {
            const [light = 0, dark = 0] = [luminance(value(edge)), luminance(value(ground))].toSorted((a, b) => b - a);
            return [`${edge} on ${ground}`, (light + 0.05) / (dark + 0.05)] as const;
          });
        });
        expect(
          ratios.filter(([, ratio]) => ratio < 3),
          colorScheme,
        ).toEqual([]);
        const edges = () =>
          page.evaluate(() => {
            const probe = document.body.appendChild(document.createElement('i'));
            probe.style.color = 'var(--edge)';
            const { color } = getComputedStyle(probe);
            probe.remove();
            const card = document.querySelector('[data-testid="profile-row"]');
            return card && getComputedStyle(card).borderTopColor === color;
          });
        await expect.poll(edges).toBe(true);
        const quiet = await page.getByTestId('back').evaluate((button) => getComputedStyle(button).borderColor);
        expect(quiet).not.toBe('rgba(0, 0, 0, 0)');
      }
    });
  });
});

test('forced colours leave the marks of what is pointed at, of edges and of what runs', async () => {
  await inState('waiting', async (page) => {
    await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'no-preference' });
    const style = (selector: string, property: string) =>
      page.evaluate(([of, name]) => getComputedStyle(document.querySelector(of) as Element).getPropertyValue(name), [
        selector,
        property,
      ] as const);
    expect(await style('.spinner', 'border-top-color')).not.toBe(await style('.spinner', 'border-bottom-color'));
    await page.getByTestId('menu').click();
    await page.getByTestId('edit-set-up').hover();
    await expect.poll(() => style('[data-testid="edit-set-up"]', 'outline-style')).toBe('solid');
    expect(await style('.popover', 'border-top-style')).toBe('solid');
  });
});

test('with reduced motion nothing moves in place, and what runs is still seen to', async () => {
  const running = async (page: Page) =>
    page.evaluate(() =>
      document
        .getAnimations()
        .filter((animation) => animation.effect?.getComputedTiming().iterations === Infinity)
        .flatMap(({ effect }) => (effect instanceof KeyframeEffect ? effect.getKeyframes() : []))
        .flatMap((frame) =>
          Object.keys(frame).filter((key) => !['offset', 'easing', 'composite', 'computedOffset'].includes(key)),
        ),
    );
  for (const state of ['waiting', 'loading'] as const) {
    await inState(state, async (page) => {
      const properties = await running(page);
      expect(new Set(properties), state).toEqual(new Set(['opacity']));
    });
  }
});

describe('nothing that has the focus lies beneath a foot or a head', () => {
  test.each([
    ['in the smallest window', minimum, 100],
    ['with text twice as large', { width: 1280, height: 800 }, 200],
  ] as const)(
    '%s',
    async (_name, size, percent) => {
      await inState('signed-out', async (page) => {
        await page.setViewportSize(size);
        await openSetUp(page);
        await unfold(page);
        await withText(page, percent);
        await page.locator('[data-field="name"] input').focus();
        const hidden: string[] = [];
        let stops = 0;
        let isBack = false;
        for (; stops < 240; stops += 1) {
          await page.keyboard.press(isBack ? 'Shift+Tab' : 'Tab');
          const found = await page.evaluate(() => {
            const element = document.activeElement;
            const scroller = document.querySelector('.form-page');
            // Before the first field there is nothing in this page: the focus would leave it.
            if (!element || !scroller?.contains(element) || element.closest('.form-foot, [data-field="name"]'))
              return null;
            // A choice is as large as the card that holds it.
            const box = (element.closest('.radio, .check') ?? element).getBoundingClientRect();
            const foot = document.querySelector('.form-foot')?.getBoundingClientRect().top ?? innerHeight;
            const head = document.querySelector('.set-up > .screen-head')?.getBoundingClientRect().bottom ?? 0;
            const cover = document.elementFromPoint(box.left + box.width / 2, Math.max(box.top, head) + 3);
            const isCovered = cover?.closest('.section-head, .screen-head, .form-foot') ?? null;
            const isFree = box.top >= head - 1 && box.bottom <= foot + 1 && isCovered === null;
            // What is higher than the space that there is shows its beginning.
            const isBegun = box.height > foot - head && isCovered === null;
            return isFree || isBegun
              ? ''
              : `${element.outerHTML.slice(0, 80)}: ${head} ${box.top} ${box.bottom} ${foot}`;
          });
          if (found === null && stops < 16) break;
          // Down to the end, and all the way up again.
          if (found === null && isBack) break;
          if (found === null) isBack = true;
          else if (found !== '') hidden.push(found);
        }
        expect(stops).toBeGreaterThan(30);
        expect(hidden).toEqual([]);
      });
    },
    timeout,
  );
});

test('headings leave out no level where an error stands', async () => {
  for (const [state, open] of [
    ['sign-in-failed', null],
    ['workbook-failed', null],
    ['workbook-ended', 'details'],
  ] as const) {
    await inState(state, async (page) => {
      if (open) await page.getByTestId(open).click();
      await page.getByTestId('error-panel').first().waitFor();
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate(() =>
        window.axe.run(document, { runOnly: { type: 'rule', values: ['heading-order'] } }),
      );
      expect(
        violations.flatMap(({ nodes }) => nodes.map(({ html }) => html)),
        state,
      ).toEqual([]);
    });
  }
});

test('a notice lies over no button of a screen', async () => {
  await inState('several-profiles', async (page) => {
    await page.setViewportSize(minimum);
    await page.getByTestId('menu').click();
    await page.getByTestId('profiles').click();
    await page.evaluate(
      (notices) => window.harness.push({ notices: notices.slice(0, 1) }),
      fixtures.notices(testNow).notices,
    );
    await page.getByTestId('notice').waitFor();
    await expect
      .poll(() =>
        page.evaluate(() => {
          const notice = document.querySelector('.notice')?.getBoundingClientRect() ?? new DOMRect();
          const screen = document.querySelector('.page')?.getBoundingClientRect() ?? new DOMRect();
          return screen.bottom <= notice.top;
        }),
      )
      .toBe(true);
  });
});

test('a load that takes long says so, and can be given up for good', async () => {
  await inState('loading', async (page) => {
    const { window: shown } = fixtures.loading(testNow);
    // A load that begins while the clock stands, so that no time passes but what is asked for.
    await page.clock.pauseAt(testNow + 60_000);
    const panes = shown.panes.map((pane) => ({ ...pane, paneId: 'another-pane' }));
    const tabs = shown.tabs.map((tab) => ({ ...tab, paneId: 'another-pane' }));
    await page.evaluate((next) => window.harness.push({ window: next }), { ...shown, panes, tabs });
    const loading = page.locator('[data-pane="another-pane"]').getByTestId('pane-loading');
    await loading.waitFor();
    expect(await loading.textContent()).toContain('Opening');
    await page.clock.runFor(4_500);
    await expect.poll(() => loading.textContent()).toContain('on its way from Sigma');
    expect(await page.getByTestId('stop-loading').count()).toBe(0);
    await page.clock.runFor(6_000);
    await page.getByTestId('stop-loading').click();
    await page.evaluate((next) => window.harness.push({ window: next }), {
      ...shown,
      panes: [],
      tabs: [],
      chosenTab: null,
    });
    await page.getByTestId('open-workbook').waitFor();
    const opened = () => page.evaluate(() => window.harness.calls.filter(({ name }) => name === 'panes.open').length);
    expect(await opened()).toBe(0);
    await page.getByTestId('open-workbook').click();
    expect(await opened()).toBe(1);
  });
});

describe('a workbook that was given up opens by itself again when', () => {
  const giveUp = async (page: Page) => {
    await page.clock.runFor(10_500);
    await page.getByTestId('stop-loading').click();
    const { window: own } = fixtures.loading(testNow);
    await page.evaluate((next) => window.harness.push({ window: next }), {
      ...own,
      panes: [],
      tabs: [],
      chosenTab: null,
    });
    await page.getByTestId('open-workbook').waitFor();
    expect(await opened(page)).toBe(0);
  };
  const opened = (page: Page) =>
    page.evaluate(() => window.harness.calls.filter(({ name }) => name === 'panes.open').length);

  test('the sign-in is over, and there is a new one', async () => {
    await inState('loading', async (page) => {
      await giveUp(page);
      const { grants } = fixtures.loading(testNow);
      await page.evaluate(() => window.harness.push({ grants: [] }));
      await page.getByTestId('sign-in').waitFor();
      await page.evaluate((next) => window.harness.push({ grants: next }), grants);
      await expect.poll(() => opened(page)).toBe(1);
    });
  });

  test('a link opened it meanwhile, and it was closed', async () => {
    await inState('loading', async (page) => {
      await giveUp(page);
      const { window: own } = fixtures.loading(testNow);
      const panes = own.panes.map((pane) => ({ ...pane, paneId: 'another-pane' }));
      const tabs = own.tabs.map((tab) => ({ ...tab, paneId: 'another-pane' }));
      await page.evaluate((next) => window.harness.push({ window: next }), { ...own, panes, tabs });
      await page.getByTestId('pane-loading').waitFor();
      await page.evaluate((next) => window.harness.push({ window: next }), {
        ...own,
        panes: [],
        tabs: [],
        chosenTab: null,
      });
      await expect.poll(() => opened(page)).toBe(1);
    });
  });
});

describe('a load that takes long says nothing to those who listen', () => {
  const said = async (page: Page) => {
    let all = '';
    for (let second = 0; second < 12; second += 1) {
      await page.clock.runFor(1_000);
      all += await page.getByTestId('announcer').textContent();
    }
    return all;
  };

  test('unless it is in sight', async () => {
    await inState('loading', async (page) => {
      expect(await said(page)).toContain('on its way from Sigma');
    });
    await inState('loading', async (page) => {
      await openSetUp(page);
      expect(await said(page)).not.toContain('on its way from Sigma');
    });
  });

  test('when it is one of many tries', async () => {
    await inState('loading', async (page) => {
      const { window: own } = fixtures.loading(testNow);
      const panes = own.panes.map((pane) => ({ ...pane, retriedAfter: 'data_access_denied' as const }));
      await page.evaluate((next) => window.harness.push({ window: next }), { ...own, panes });
      expect(await said(page)).toBe('');
    });
  });
});

test('no ring around a button of the foot is cut off', async () => {
  await inState('signed-out', async (page) => {
    await openSetUp(page);
    const room = await page.evaluate(() => {
      const foot = document.querySelector('.form-foot')?.getBoundingClientRect() ?? new DOMRect();
      const buttons = [...document.querySelectorAll('.form-foot button')].map((one) => one.getBoundingClientRect());
      return Math.min(...buttons.flatMap(({ left, right }) => [left - foot.left, foot.right - right]));
    });
    expect(room).toBeGreaterThanOrEqual(4);
  });
});

test('what the data platform refused to a chart stands beside what to do about it', async () => {
  await inState('workbook-inside', async (page) => {
    await page.getByTestId('trouble-hint').click();
    const problem = page.getByTestId('chart-problem');
    expect(await problem.textContent()).toContain('Insufficient privileges');
    expect(await problem.textContent()).toContain('Ask the administrator of the data');
  });
});

test('About is one press away before anything is set up', async () => {
  await inState('first-run', async (page) => {
    await page.getByTestId('menu').click();
    await page.getByTestId('open-about').click();
    const asked = await page.evaluate(() => window.harness.calls.filter(({ name }) => name === 'about.show'));
    expect(asked.map(({ input }) => input)).toEqual([{ page: 'program' }]);
  });
});

test('the mark in the window is the drawing that the packages have', async () => {
  await inState('first-run', async (page) => {
    const drawn = await page.locator('.welcome .mark').evaluate(async (mark) => {
      const image = mark as HTMLImageElement;
      await image.decode();
      return { width: image.naturalWidth, address: image.src };
    });
    expect(drawn.address).toMatch(/icon.*\.svg$/);
    expect(drawn.width).toBeGreaterThan(0);
  });
});
