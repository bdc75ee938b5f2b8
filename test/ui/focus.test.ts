/** The focus is never lost, and goes where the person looks; F6 goes between the areas of the window. */
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import type { AppState } from '../../src/shared/state.ts';
import { fixtures, ids, testNow } from '../support/ui/fixtures.ts';
import { focusIsSomewhere, focusOf } from '../support/ui/focus.ts';
import { calls, inState, openInside, openSetUp, tabTo, withGallery } from '../support/ui/in-state.ts';

withGallery();

/** Puts a state in the place of the present one, as main does when something was asked of it. */
const become = (page: Page, name: keyof typeof fixtures) => {
  const { revision: _revision, ...state } = fixtures[name](testNow);
  return page.evaluate((next) => window.harness.push(next), state);
};

/** A step of a person, by the keyboard: what they press in which state, what becomes of it, and where the focus is then. */
type Step = readonly [
  name: string,
  state: keyof typeof fixtures,
  press: string,
  then: keyof typeof fixtures,
  expected: string,
];

const steps: readonly Step[] = [
  ['a sign-in begins', 'signed-out', 'sign-in', 'preparing', 'li: '],
  ['the browser is open', 'preparing', 'cancel-sign-in', 'waiting', 'h2: '],
  ['the token is fetched', 'waiting', 'reopen-browser', 'exchanging', 'li: '],
  ['a sign-in is cancelled', 'waiting', 'cancel-sign-in', 'signed-out', 'li: '],
  ['a sign-in is cancelled and said so', 'waiting', 'cancel-sign-in', 'sign-in-cancelled', 'h2: '],
  ['a sign-in is denied', 'waiting', 'copy-link', 'sign-in-failed', 'h2: '],
  ['a sign-in is tried again', 'sign-in-failed', 'sign-in', 'preparing', 'li: '],
  ['a workbook opens', 'waiting', 'cancel-sign-in', 'loading', 'pane-stage'],
  ['a workbook opens at once', 'choose', 'open-workbook', 'workbook', 'pane-stage'],
  ['a sign-in has ended and begins anew', 'workbook-ended', 'sign-in', 'workbook-ended-waiting', 'banner-ended'],
  ['the banner of a sign-in goes', 'workbook-ended-waiting', 'cancel-sign-in', 'workbook', 'pane-stage'],
  ['a workbook fails', 'workbook', 'reload', 'workbook-failed', 'reload'],
  ['a workbook that failed loads again', 'workbook-failed', 'reload-failed', 'loading', 'pane'],
  ['everything is signed out', 'workbook', 'reload', 'signed-out', 'h1: Finance'],
  ['the workbook is gone for good', 'workbook', 'reload', 'choose', 'search-workbooks'],
  ['all profiles are gone', 'signed-out', 'sign-in', 'first-run', 'h1: '],
  ['a button in the bar goes', 'workbook-inside', 'trouble-hint', 'workbook', 'workbook-title'],
  ['the menu of the workbook is disabled', 'workbook', 'workbook-menu', 'loading', 'workbook-title'],
  ['another sign-in waits', 'several-connections', 'sign-in', 'waiting', 'h2: '],
];

describe('the focus goes where the person looks when', () => {
  test('a state follows another one', async () => {
    await inState('signed-out', async (page) => {
      const places: Record<string, string> = {};
      for (const [name, state, press, then] of steps) {
        await become(page, state);
        await focusIsSomewhere(page);
        await page.getByTestId(press).first().focus();
        await become(page, then);
        places[name] = await focusIsSomewhere(page);
      }
      const expected = steps.map(([name, , , , place]) => [name, expect.stringContaining(place)]);
      expect(places).toEqual(Object.fromEntries(expected));
    });
  });

  test('the program starts', async () => {
    for (const [state, place] of [
      ['first-run', 'h1: '],
      ['signed-out', 'h1: Finance'],
      ['workbook', 'pane-stage'],
    ] as const) {
      await inState(state, async (page) => expect(await focusIsSomewhere(page)).toContain(place));
    }
  });

  test('a notice is closed: to the next one, and after the last one back to where the person was', async () => {
    await inState('notices', async (page) => {
      await page.getByTestId('reload').focus();
      await tabTo(page, 'dismiss-notice', 40);
      await page.evaluate((one) => {
        window.harness.push({ notices: window.harness.state().notices.filter(({ id }) => id !== one) });
      }, ids.notice);
      expect(await focusIsSomewhere(page)).toContain('h3: ');
      await page.evaluate(() => window.harness.push({ notices: [] }));
      expect(await focusIsSomewhere(page)).not.toContain('h1');
    });
  });

  test('a person goes to another screen, and back', async () => {
    await inState('several-profiles', async (page) => {
      await page.getByTestId('menu').press('Enter');
      await page.getByTestId('profiles').press('Enter');
      expect(await focusIsSomewhere(page)).toContain('h1: Profiles');
      await page.getByTestId('back').press('Enter');
      expect(await focusIsSomewhere(page)).toContain('h1: Finance');
      await openSetUp(page);
      expect(await focusIsSomewhere(page)).toContain('h1: ');
      await page.getByTestId('cancel-set-up').press('Enter');
      expect(await focusIsSomewhere(page)).toContain('h1: Finance');
    });
  });

  test('another profile is chosen', async () => {
    await inState('several-profiles', async (page) => {
      await page.getByTestId('select-profile').focus();
      const { window: own } = fixtures['several-profiles'](testNow);
      await page.evaluate((next) => window.harness.push(next), {
        window: { ...own, profileId: ids.research },
      } satisfies Partial<AppState>);
      expect(await focusIsSomewhere(page)).toContain('h1: Research');
    });
  });

  test('a row of the set-up is removed', async () => {
    await inState('workbook-choice', async (page) => {
      await openSetUp(page);
      const rows = page.getByTestId('workbook-fields');
      expect(await rows.count()).toBe(2);
      await rows.first().locator('.repeated-remove').press('Enter');
      await focusIsSomewhere(page);
      // What is left begins with its title.
      expect(await rows.locator('[data-field$=".title"] input').evaluate((one) => one === document.activeElement)).toBe(
        true,
      );
    });
  });

  test('a dialog closes whose opener is gone', async () => {
    await inState('signed-out', async (page) => {
      await openSetUp(page);
      await page.getByTestId('remove-profile').press('Enter');
      await page.getByTestId('confirm').press('Enter');
      await become(page, 'first-run');
      expect(await focusIsSomewhere(page)).toContain('h1: ');
    });
  });

  test('a dialog closes: to what opened it', async () => {
    await inState('signed-out', async (page) => {
      await openSetUp(page);
      await page.getByTestId('remove-profile').press('Enter');
      await page.getByTestId('confirm-dialog').waitFor();
      await page.keyboard.press('Escape');
      await page.getByTestId('confirm-dialog').waitFor({ state: 'detached' });
      expect(await focusIsSomewhere(page)).toBe('remove-profile');
    });
  });

  test('About opens, goes to another page and closes', async () => {
    await inState('about', async (page) => {
      expect(await focusIsSomewhere(page)).toContain('h2: ');
      const { window: own } = fixtures.about(testNow);
      const show = (about: AppState['window']['about']) =>
        page.evaluate((next) => window.harness.push({ window: next }), { ...own, about });
      await show('news');
      expect(await focusIsSomewhere(page)).toContain('h2: ');
      await show(null);
      expect(await focusIsSomewhere(page)).not.toContain('h2: ');
    });
  });

  test('a panel closes whose opener is gone', async () => {
    await inState('workbook-inside', async (page) => {
      await page.getByTestId('trouble-hint').press('Enter');
      await page.getByTestId('inside-panel').waitFor();
      await focusIsSomewhere(page);
      await become(page, 'workbook');
      await page.getByTestId('close-inside').press('Enter');
      expect(await focusIsSomewhere(page)).toBe('workbook-menu');
    });
  });
});

test('who presses beside everything with the pointer keeps the focus nowhere, until a screen changes', async () => {
  await inState('signed-out', async (page) => {
    await focusIsSomewhere(page);
    await page.mouse.click(20, 700);
    await page.clock.runFor(500);
    expect(await focusOf(page)).toBe('nowhere');
    await become(page, 'first-run');
    expect(await focusIsSomewhere(page)).toContain('h1: ');
  });
});

test('who presses what has the focus already has not let it go', async () => {
  await inState('signed-out', async (page) => {
    await focusIsSomewhere(page);
    await page.getByTestId('sign-in').focus();
    await page.getByTestId('sign-in').click();
    await become(page, 'preparing');
    expect(await focusIsSomewhere(page)).toContain('li: ');
  });
});

describe('the keys for areas', () => {
  const move = (page: Page, by: number) =>
    page.evaluate((step) => {
      const { window: own } = window.harness.state();
      window.harness.push({ window: { ...own, areaSteps: own.areaSteps + step } });
    }, by);
  /** In plain Chromium a `<webview>` is an element that takes no focus by itself. */
  const withWorkbook = (page: Page) =>
    page.evaluate(() => {
      for (const element of document.querySelectorAll<HTMLElement>('webview')) element.tabIndex = 0;
    });

  test('go around bar, workbook, panel, banner and notices, and come back to where each was left', async () => {
    await inState('workbook-ended', async (page) => {
      await withWorkbook(page);
      await openInside(page, 'controls');
      await page.evaluate((notices) => window.harness.push({ notices }), fixtures.notices(testNow).notices);
      await page.getByTestId('notice').first().waitFor();
      await page.getByTestId('details').focus();
      const walked: string[] = [];
      for (let step = 0; step < 5; step += 1) {
        await move(page, 1);
        walked.push(await focusIsSomewhere(page));
      }
      expect(walked).toEqual([expect.stringContaining('webview'), 'tab-controls', 'sign-in', 'find-cause', 'details']);
      await move(page, -1);
      await expect.poll(() => focusOf(page)).toBe('find-cause');
    });
  });

  test('do nothing over a dialog', async () => {
    await inState('about', async (page) => {
      const before = await focusIsSomewhere(page);
      await move(page, 1);
      expect(await focusIsSomewhere(page)).toBe(before);
    });
  });
});

test('the focus comes back to a workbook that loaded again', async () => {
  await inState('workbook', async (page) => {
    // Where a window begins is settled a moment after it is there.
    await focusIsSomewhere(page);
    await page.evaluate(() => {
      const webview = document.querySelector<HTMLElement>('webview');
      if (webview) webview.tabIndex = 0;
      webview?.focus();
    });
    await become(page, 'workbook-catching-up');
    await expect.poll(() => focusOf(page)).toBe('pane');
    await page.evaluate(() => {
      for (const element of document.querySelectorAll<HTMLElement>('webview')) element.tabIndex = 0;
    });
    await become(page, 'workbook');
    expect(await focusIsSomewhere(page)).toContain('webview');
    // And main gives it on to Sigma's page: the one around that does nothing with a key.
    const guestId = await page.evaluate(
      () => document.activeElement?.closest<HTMLElement>('[data-guest]')?.dataset.guest ?? null,
    );
    expect(await calls(page, 'panes.focused')).toContainEqual({ guestId });
  });
});

describe('what is said to those who listen', () => {
  const announcer = (page: Page) => page.getByTestId('announcer');

  test('is added once and read once, the latest as well as the one before, and soon gone', async () => {
    await inState('signed-out', async (page) => {
      const regions = await announcer(page)
        .locator('[aria-live]')
        .evaluateAll((all) => all.map((one) => [one.ariaLive, one.ariaAtomic, one.getAttribute('aria-relevant')]));
      expect(regions).toEqual([
        ['assertive', 'false', 'additions'],
        ['polite', 'false', 'additions'],
      ]);
      // What is said stands for some seconds: none passes but by the test.
      await page.clock.pauseAt(testNow + 60_000);
      await page.evaluate(() => {
        const added: string[] = [];
        Object.assign(window, { added });
        new MutationObserver((all) => {
          for (const { addedNodes } of all) for (const node of addedNodes) added.push(node.textContent ?? '');
        }).observe(document.querySelector('[data-testid="announcer"]') as Node, { subtree: true, childList: true });
      });
      for (const online of [false, true, false])
        await page.evaluate((is) => window.harness.push({ online: is }), online);
      const said = () => page.evaluate(() => (window as unknown as { added: string[] }).added);
      await expect.poll(said).toEqual(['You are offline.', 'You are online again.', 'You are offline.']);
      expect(await announcer(page).textContent()).toContain('You are offline.');
      await page.clock.runFor(6_000);
      await expect.poll(() => announcer(page).textContent()).toBe('');
      expect(await said()).toHaveLength(3);
    });
  });

  test('does not count the seconds of anything', async () => {
    await inState('workbook-over', async (page) => {
      await page.clock.runFor(6_000);
      const ticking = await page.evaluate(async () => {
        const live = [
          ...document.querySelectorAll('[aria-live]:not([aria-live="off"]), [role="alert"], [role="status"]'),
        ];
        return live.map(({ textContent }) => textContent).filter((words) => /\d:\d\d/.test(words ?? ''));
      });
      expect(ticking).toEqual([]);
    });
  });
});
