/** Nothing moves away under the pointer, every state has a way on, and nothing typed is lost. */
import type { Locator, Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { en } from '../../src/shared/text/en.ts';
import { format } from '../../src/shared/text/format.ts';
import { errorOf, fixtures, ids, testNow } from '../support/ui/fixtures.ts';
import { focusIsSomewhere } from '../support/ui/focus.ts';
import {
  askFor,
  calls,
  inState,
  openInside,
  openMenuProfiles,
  openSetUp,
  withGallery,
} from '../support/ui/in-state.ts';

withGallery();

const middleOf = async (page: Page, testId: string) => {
  const box = await page.getByTestId(testId).first().boundingBox();
  if (!box) throw new Error(`${testId} is not there.`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};

/** Puts a state in the place of the present one, as main does when something was asked of it. */
const become = (page: Page, name: keyof typeof fixtures) => {
  const { revision: _revision, ...state } = fixtures[name](testNow);
  return page.evaluate((next) => window.harness.push(next), state);
};

/** The time of all that happens from now on: how long this machine takes between two presses is no part of a rule. */
const happensAt = (page: Page, milliseconds: number) =>
  page.evaluate((now) => {
    Object.defineProperty(Event.prototype, 'timeStamp', { configurable: true, get: () => now });
  }, milliseconds);

describe('a double click', () => {
  test('on what begins a sign-in does not cancel it, nor press whatever came under the pointer', async () => {
    await inState('workbook-ended', async (page) => {
      const spot = await middleOf(page, 'sign-in');
      await happensAt(page, 1_000);
      await page.mouse.click(spot.x, spot.y);
      await become(page, 'workbook-ended-waiting');
      await happensAt(page, 1_499);
      // The same spot, and every button that is there now.
      for (const button of ['cancel-sign-in', 'reopen-browser', 'copy-link']) {
        await page.evaluate(
          ([testId, x, y]) => {
            const element = document.querySelector<HTMLElement>(`[data-testid="${testId}"]`);
            const { left, top, width, height } = element?.getBoundingClientRect() ?? new DOMRect();
            if (element) element.style.translate = `${x - left - width / 2}px ${y - top - height / 2}px`;
          },
          [button, spot.x, spot.y] as const,
        );
        await page.mouse.click(spot.x, spot.y);
        await page.evaluate((testId) => document.querySelector(`[data-testid="${testId}"]`)?.remove(), button);
      }
      expect(await calls(page, 'grants.cancelSignIn')).toEqual([]);
      expect(await calls(page, 'grants.reopenBrowser')).toEqual([]);
      expect(await calls(page, 'grants.copySignInLink')).toEqual([]);
    });
  });

  test('is over after a moment, and elsewhere a press counts at once', async () => {
    await inState('workbook-ended', async (page) => {
      const spot = await middleOf(page, 'sign-in');
      await happensAt(page, 1_000);
      await page.mouse.click(spot.x, spot.y);
      await become(page, 'workbook-ended-waiting');
      const { x, y } = await middleOf(page, 'cancel-sign-in');
      expect(Math.hypot(x - spot.x, y - spot.y)).toBeGreaterThan(8);
      await page.mouse.click(x, y);
      expect(await calls(page, 'grants.cancelSignIn')).toHaveLength(1);
      await page.getByTestId('copy-link').evaluate(
        (element, [wantedX, wantedY]) => {
          const { left, top, width, height } = element.getBoundingClientRect();
          (element as HTMLElement).style.translate = `${wantedX - left - width / 2}px ${wantedY - top - height / 2}px`;
        },
        [x, y] as const,
      );
      await happensAt(page, 1_500);
      await page.mouse.click(x, y);
      expect(await calls(page, 'grants.copySignInLink')).toHaveLength(1);
    });
  });

  test('does not begin beside a button: who closes a menu by a press may press what was beneath', async () => {
    await inState('signed-out', async (page) => {
      const spot = await middleOf(page, 'sign-in');
      await page.getByTestId('menu').click();
      await page.getByTestId('profiles').waitFor();
      await page.mouse.click(spot.x, spot.y);
      await page.getByTestId('profiles').waitFor({ state: 'detached' });
      await page.mouse.click(spot.x, spot.y);
      expect(await calls(page, 'grants.signIn')).toHaveLength(1);
    });
  });

  test('on one thing that stays what it is counts twice', async () => {
    await inState('waiting', async (page) => {
      await page.getByTestId('reopen-browser').dblclick();
      expect(await calls(page, 'grants.reopenBrowser')).toHaveLength(2);
    });
  });
});

describe('the sign-in', () => {
  test('keeps its button in one place, whatever its state', async () => {
    await inState('signed-out', async (page) => {
      const top = async (testId: string) => (await page.getByTestId(testId).boundingBox())?.y ?? 0;
      const before = await page.getByTestId('sign-in').boundingBox();
      await become(page, 'preparing');
      expect(await top('cancel-sign-in')).toBeCloseTo(before?.y ?? 0, 0);
      await become(page, 'waiting');
      expect(await top('reopen-browser')).toBeCloseTo(before?.y ?? 0, 0);
      await become(page, 'exchanging');
      expect(await top('cancel-sign-in')).toBeCloseTo(before?.y ?? 0, 0);
    });
  });

  test.each(['preparing', 'waiting', 'exchanging', 'workbook-ended-waiting'] as const)(
    'can be cancelled while it is %s',
    async (state) => {
      await inState(state, async (page) => {
        await page.getByTestId('cancel-sign-in').click();
        expect(await calls(page, 'grants.cancelSignIn')).toHaveLength(1);
      });
    },
  );

  test('says after twenty seconds what an error in the browser may mean, with the redirect URL to copy', async () => {
    await inState('signed-out', async (page) => {
      await page.evaluate(
        (signIn) => window.harness.push({ signIn: signIn && { ...signIn, startedAt: Date.now() } }),
        fixtures.waiting(testNow).signIn,
      );
      await page.getByTestId('waiting').waitFor();
      await page.clock.runFor(19_000);
      expect(await page.getByTestId('browser-error').count()).toBe(0);
      await page.clock.runFor(2_000);
      const [connection] = fixtures.waiting(testNow).profiles[0]?.profile.connections ?? [];
      expect(await page.getByTestId('browser-error').textContent()).toContain(connection?.redirectUris[0]);
      await page
        .getByTestId('browser-error')
        .getByRole('button', { name: en.signIn.browserError.copy })
        .first()
        .waitFor();
    });
  });

  test('of another profile is named where nothing can be done before it ends, and can be gone to or cancelled', async () => {
    await inState('other-profile-waiting', async (page) => {
      const note = page.getByTestId('other-sign-in');
      expect(await note.textContent()).toContain('“Finance” is under way');
      await note.getByTestId('cancel-sign-in').click();
      expect(await calls(page, 'grants.cancelSignIn')).toHaveLength(1);
      await note.getByTestId('show-other-sign-in').click();
      expect(await calls(page, 'profiles.select')).toEqual([{ profileId: ids.finance }]);
    });
  });

  test('of a service account that was signed out is one press away', async () => {
    await inState('machine-at-rest', async (page) => {
      await page.getByTestId('sign-in').click();
      expect(await calls(page, 'grants.signIn')).toEqual([{ connectionId: ids.wallboard }]);
    });
  });

  test('as different people can be undone for one connection alone', async () => {
    await inState('people-differ', async (page) => {
      await page.getByTestId('sign-out-of-one').nth(1).click();
      expect(await calls(page, 'grants.signOut')).toEqual([{ profileId: ids.finance, connectionId: ids.lakehouse }]);
    });
  });

  test('is complete only when every connection is signed in to', async () => {
    await inState('several-connections', async (page) => {
      await page.getByTestId('menu').click();
      await page.getByTestId('profiles').click();
      expect(await page.getByTestId('signed-in-badge').textContent()).toBe('1 of 2 signed in');
    });
  });
});

test('a banner that comes does not move the workbook', async () => {
  await inState('workbook', async (page) => {
    const box = () => page.locator('[data-testid="pane"]').boundingBox();
    const before = await box();
    await become(page, 'workbook-ended');
    await page.getByTestId('banner-ended').waitFor();
    expect(await box()).toEqual(before);
  });
});

describe('the set-up form', () => {
  const name = (page: Page) => page.locator('[data-field="name"] input');

  test('asks nothing when what was typed was taken back, and when nothing was', async () => {
    await inState('signed-out', async (page) => {
      await openSetUp(page);
      await name(page).press('Tab');
      await page.getByTestId('cancel-set-up').click();
      await page.getByTestId('set-up-form').waitFor({ state: 'detached' });
      await openSetUp(page);
      const before = await name(page).inputValue();
      await name(page).fill('Other');
      await name(page).fill(before);
      await page.getByTestId('cancel-set-up').click();
      await page.getByTestId('set-up-form').waitFor({ state: 'detached' });
    });
  });

  test('asks nothing for what says the same: spaces, letters of a host, an empty line, an empty row, what is opened', async () => {
    await inState('signed-out', async (page) => {
      await openSetUp(page);
      const retype = async (field: Locator, write: (before: string) => string) =>
        field.fill(write(await field.inputValue()));
      const within = (end: string) => page.locator(`[data-field$="${end}"] :is(input, textarea)`).first();
      await retype(name(page), (before) => `  ${before} `);
      const closed = page.locator('.set-up .disclosure[aria-expanded="false"]');
      while ((await closed.count()) > 0) await closed.first().click();
      await retype(within('.url'), (url) => `${url.replace('https://', 'HTTPS://')}/`);
      await retype(within('.redirectUris'), (lines) => `\n${lines}\n\n`);
      await page.getByTestId('add-workbook').click();
      await page.getByTestId('cancel-set-up').click();
      await page.getByTestId('set-up-form').waitFor({ state: 'detached' });
    });
  });

  test('goes back to where the person came from', async () => {
    await inState('several-profiles', async (page) => {
      await page.getByTestId('menu').click();
      await page.getByTestId('profiles').click();
      await page.getByRole('button', { name: 'Edit Finance' }).click();
      await page.getByTestId('cancel-set-up').click();
      await page.getByTestId('profile-row').first().waitFor();
      await page.getByTestId('back').click();
      await openSetUp(page);
      await page.getByTestId('cancel-set-up').click();
      await page.getByTestId('sign-in').waitFor();
    });
  });

  test('asks before the window goes with what was typed, and lets it go when told to', async () => {
    await inState('signed-out', async (page) => {
      await openSetUp(page);
      await name(page).fill('Other');
      const dialogs: string[] = [];
      page.on('dialog', (dialog) => {
        dialogs.push(dialog.type());
        void dialog.dismiss();
      });
      await page.close({ runBeforeUnload: true });
      const question = page.getByTestId('confirm-dialog');
      await question.waitFor();
      expect(dialogs).toEqual(['beforeunload']);
      await question.getByRole('button', { name: en.setUp.leaving.keepEditing }).click();
      expect(await name(page).inputValue()).toBe('Other');
      await page.close({ runBeforeUnload: true });
      // A browser lets no page close itself; the window of the app does.
      await page.evaluate(() => Object.assign(window, { close: () => Object.assign(window, { isLetGo: true }) }));
      await question.getByTestId('confirm').click();
      expect(await page.evaluate(() => (window as { isLetGo?: boolean }).isLetGo)).toBe(true);
      const closed = page.waitForEvent('close');
      await page.close({ runBeforeUnload: true });
      await closed;
      expect(dialogs).toHaveLength(2);
    });
  });
});

test.each([
  ['first-run', 'Sightglass'],
  ['signed-out', 'Finance – Sightglass'],
  ['workbook', 'Revenue by region – Sightglass'],
] as const)('the title of the window names what is shown: %s', async (state, title) => {
  await inState(state, async (page) => {
    await expect.poll(() => page.title()).toBe(title);
    if (state === 'first-run') return;
    await page.getByTestId('menu').click();
    await page.getByTestId('profiles').click();
    await expect.poll(() => page.title()).toBe('Profiles – Sightglass');
  });
});

/** What comes while a person types: the network goes, a sign-in ends, a standby takes over, a load fails. */
async function interrupt(page: Page): Promise<void> {
  const error = errorOf('internal');
  await page.evaluate((failure) => {
    const { window: own, grants, notices } = window.harness.state();
    const pane = own.panes.map((one) => ({ ...one, swaps: one.swaps + 1, isCatchingUp: !one.isCatchingUp }));
    window.harness.push({ online: false, window: { ...own, panes: pane } });
    window.harness.push({ grants: grants.map((grant) => ({ ...grant, status: 'ended' as const })) });
    const notice = { id: crypto.randomUUID(), error: failure, lasts: false };
    window.harness.push({ online: true, notices: [...notices, notice] });
    const failed = pane.map((one) => ({ ...one, phase: 'failed' as const, error: failure }));
    window.harness.push({ window: { ...own, panes: failed } });
    window.harness.push({ window: { ...own, panes: pane } });
  }, error);
  await page.locator('[data-testid="notice"]').first().waitFor();
}

describe('what is being typed stays, whatever comes', () => {
  test.each<[string, keyof typeof fixtures, (page: Page) => Promise<Locator>]>([
    [
      'the name of a bookmark',
      'workbook-inside',
      async (page) => {
        await openInside(page, 'bookmarks');
        return page.getByTestId('bookmark-name');
      },
    ],
    [
      'the value of a control',
      'workbook-inside',
      async (page) => {
        await openInside(page, 'controls');
        return page.locator('[data-control="Region"] input');
      },
    ],
    [
      'the text of a file to import',
      'first-run',
      async (page) => {
        await page.getByTestId('import-env').click();
        return page.getByTestId('import-text');
      },
    ],
    [
      'a field of the set-up',
      'workbook-ended',
      async (page) => {
        await openSetUp(page);
        return page.locator('[data-field="name"] input');
      },
    ],
  ])('%s', async (_what, state, open) => {
    await inState(state, async (page) => {
      const field = await open(page);
      await field.fill('half a wo');
      await interrupt(page);
      expect(await field.inputValue()).toBe('half a wo');
      await field.press('End');
      await page.keyboard.type('rd');
      expect(await field.inputValue()).toBe('half a word');
    });
  });
});

describe('a part of the window that is read later', () => {
  /** The files of one part, whatever the build calls them. */
  const filesOf = (part: string) => new RegExp(`/${part}-[\\w-]+\\.js$`);
  /** A file that an update cut short, as far as a page can tell. The page is loaded again, since it may have read it. */
  const lose = async (page: Page, part: string) => {
    await page.route(filesOf(part), (route) => route.fulfill({ contentType: 'text/javascript', body: 'cut(' }));
    await page.reload();
  };

  test('is read ahead once a hand is near, before anybody wants it, and then nothing comes between', async () => {
    await inState('signed-out', async (page) => {
      await page.reload();
      await page.getByTestId('sign-in').waitFor();
      const before = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
      expect(before.filter((name) => filesOf('set-up').test(name))).toEqual([]);
      const read = page.waitForResponse(filesOf('set-up'));
      await page.mouse.move(20, 20);
      await read;
      await openSetUp(page);
      await page.getByTestId('cancel-set-up').click();
      await page.getByTestId('set-up-form').waitFor({ state: 'detached' });
      await page.evaluate(() => {
        new MutationObserver(() => {
          if (document.querySelector('[data-testid="late"]')) document.body.dataset.flashed = 'yes';
        }).observe(document.body, { childList: true, subtree: true });
      });
      await openSetUp(page);
      expect(await page.evaluate(() => document.body.dataset.flashed)).toBeUndefined();
    });
  });

  test('says so when its file is lost, under the heading of the screen and with ways out', async () => {
    await inState('signed-out', async (page) => {
      await lose(page, 'set-up');
      await page.getByTestId('menu').click();
      await page.getByTestId('edit-set-up').click();
      const panel = page.getByTestId('error-panel');
      expect(await panel.textContent()).toContain(en.errors.internal.detail.partNotRead);
      expect(await panel.textContent()).toContain(en.remedies.startProgramAgain);
      expect(await focusIsSomewhere(page)).toContain('h1');
      await page.getByTestId('back').click();
      await page.getByTestId('sign-in').waitFor();
      await openMenuProfiles(page);
      await page.getByRole('button', { name: format(en.profiles.editProfile, { profile: 'Finance' }) }).click();
      await panel.waitFor();
      // The file is there again.
      await page.unroute(filesOf('set-up'));
      await page.getByTestId('start-again').click();
      await panel.waitFor({ state: 'detached' });
      await openSetUp(page);
    });
  });

  test('says so over everything when it is the palette, each time that it is asked for', async () => {
    await inState('workbook', async (page) => {
      await lose(page, 'palette');
      for (const _times of [1, 2]) {
        await askFor(page, 'openPalette');
        await page.getByRole('dialog').getByTestId('error-panel').waitFor();
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
        await focusIsSomewhere(page);
      }
    });
  });

  test('leaves the dialog around it as it is', async () => {
    await inState('about', async (page) => {
      await lose(page, 'about-page');
      await page.getByTestId('about').getByTestId('error-panel').waitFor();
      await page.getByTestId('about-close').click();
      expect(await calls(page, 'about.close')).toHaveLength(1);
    });
  });
});
