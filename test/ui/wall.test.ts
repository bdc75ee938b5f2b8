/** A wallboard: nothing but the picture, what has to be said, and the way out. */
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { en } from '../../src/shared/text/en.ts';
import { ids, testNow } from '../support/ui/fixtures.ts';
import { calls, inState, tabTo, withGallery } from '../support/ui/in-state.ts';

withGallery();

const left = [{ id: 'leaveWall' }];

test('has neither bar nor banner, and says how old its data is and what is waited for', async () => {
  await inState('wall', async (page) => {
    await page.getByRole('main', { name: en.workbook.label }).waitFor();
    expect(await page.getByRole('banner').count()).toBe(0);
    const mark = await page.getByTestId('wall-mark').textContent();
    expect(mark).toMatch(/^Data of \d\d:\d\d · /);
    expect(mark).toContain(en.wall.lacks.network);
  });
});

test('without a picture it says calmly what it lacks', async () => {
  await inState('wall-without-picture', async (page) => {
    expect(await page.getByTestId('wall-rest').textContent()).toBe(en.wall.lacks['sign-in']);
    expect(await page.getByRole('alert').filter({ hasText: /./ }).count()).toBe(0);
  });
});

test('the way out is there for whoever comes by pointer or by key', async () => {
  await inState('wall', async (page) => {
    const leave = page.getByRole('button', { name: en.wall.leave });
    const seen = () => leave.evaluate((one) => getComputedStyle(one.parentElement ?? one).opacity);
    await expect.poll(seen).toBe('0');
    await page.mouse.move(100, 100);
    await page.mouse.move(300, 200);
    await expect.poll(seen).toBe('1');
    await leave.click();
    expect(await calls(page, 'commands.run')).toEqual(left);
  });
  await inState('wall', async (page) => {
    await page.keyboard.press('Tab');
    const leave = page.getByRole('button', { name: en.wall.leave });
    expect(await leave.evaluate((one) => one === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    expect(await calls(page, 'commands.run')).toEqual(left);
  });
});

test('Escape leaves it when it is held, and one press does not', async () => {
  await inState('wall', async (page) => {
    await page.clock.install();
    await page.keyboard.press('Escape');
    await page.clock.fastForward(5_000);
    expect(await calls(page, 'commands.run')).toEqual([]);
    await page.keyboard.down('Escape');
    await page.clock.fastForward(1_100);
    expect(await calls(page, 'commands.run')).toEqual(left);
    await page.keyboard.up('Escape');
  });
});

/** Nobody is signed in to the wall. */
const signedOut = (page: Page) => page.evaluate(() => window.harness.push({ grants: [] }));
const signIn = (page: Page) => page.getByRole('button', { name: 'Sign in to Databricks' });

test('whoever comes to a wall that nobody is signed in to signs in there, by pointer or by key', async () => {
  await inState('wall-without-picture', async (page) => {
    await signedOut(page);
    const seen = () => signIn(page).evaluate((one) => getComputedStyle(one.parentElement ?? one).opacity);
    await expect.poll(seen).toBe('0');
    await page.mouse.move(100, 100);
    await page.mouse.move(300, 200);
    await expect.poll(seen).toBe('1');
    await signIn(page).click();
    await expect.poll(() => calls(page, 'grants.signIn')).toEqual([{ connectionId: ids.databricks }]);
  });
  await inState('wall-without-picture', async (page) => {
    await signedOut(page);
    await signIn(page).waitFor({ state: 'attached' });
    await tabTo(page, 'wall-sign-in');
    await page.keyboard.press('Enter');
    await expect.poll(() => calls(page, 'grants.signIn')).toEqual([{ connectionId: ids.databricks }]);
  });
});

test('a sign-in at a wall shows how far it is, can be given up, and says why it failed', async () => {
  await inState('wall-without-picture', async (page) => {
    await signedOut(page);
    await page.evaluate(
      ([connectionId, deadline]) => {
        const base = { account: 'any', hasStrayAnswer: false, redirectUri: 'http://localhost:3000/' } as const;
        const signIn = { ...base, connectionId, phase: 'waiting-for-browser', deadline, since: deadline - 300_000 };
        window.harness.push({ signIn: signIn as never });
      },
      [ids.databricks, testNow + 240_000] as const,
    );
    const progress = page.getByRole('region', { name: en.ended.label });
    await progress.getByRole('button', { name: en.common.cancel }).click();
    await expect.poll(() => calls(page, 'grants.cancelSignIn')).toHaveLength(1);
    await page.evaluate((connectionId) => {
      const error = { code: 'sign_in_timed_out', values: {} } as const;
      window.harness.push({ signIn: null, signInProblem: { connectionId, error, asSomebodyElse: false } as never });
    }, ids.databricks);
    await page.getByRole('region', { name: en.wall.label }).getByText(en.errors.sign_in_timed_out.title).waitFor();
    expect(await signIn(page).isEnabled()).toBe(true);
  });
});

test('a wall that somebody is signed in to offers no sign-in', async () => {
  await inState('wall', async (page) => {
    await page.getByRole('button', { name: en.wall.leave }).waitFor({ state: 'attached' });
    expect(await signIn(page).count()).toBe(0);
  });
});

const findCause = (page: Page) => page.getByRole('button', { name: en.doctor.find });

test('whoever comes to a wall in trouble finds the way to its cause, by pointer or by key', async () => {
  await inState('wall', async (page) => {
    const seen = () => findCause(page).evaluate((one) => getComputedStyle(one.parentElement ?? one).opacity);
    await expect.poll(seen).toBe('0');
    await page.mouse.move(100, 100);
    await page.mouse.move(300, 200);
    await expect.poll(seen).toBe('1');
    await findCause(page).click();
    expect(await calls(page, 'commands.run')).toEqual([{ id: 'showDoctor' }]);
  });
  await inState('wall', async (page) => {
    await tabTo(page, 'find-cause');
    await expect
      .poll(() => findCause(page).evaluate((one) => getComputedStyle(one.parentElement ?? one).opacity))
      .toBe('1');
    await page.keyboard.press('Enter');
    expect(await calls(page, 'commands.run')).toEqual([{ id: 'showDoctor' }]);
  });
});

test('the doctor that opens over a wall looks first at what its workbook said', async () => {
  await inState('wall', async (page) => {
    await page.evaluate(() => {
      const { window: own } = window.harness.state();
      const error = { code: 'sigma_unreachable', values: {} } as const;
      const panes = own.panes.map((pane) => ({ ...pane, phase: 'failed' as const, error }));
      window.harness.push({ window: { ...own, panes, wall: own.wall && { ...own.wall, lacks: null } } });
    });
    await tabTo(page, 'find-cause');
    await page.keyboard.press('Enter');
    await page.evaluate(() => {
      const { window: own } = window.harness.state();
      window.harness.push({ window: { ...own, sheet: 'doctor' } });
    });
    await page.getByRole('dialog').waitFor();
    await expect
      .poll(async () => (await calls(page, 'doctor.start'))[0])
      .toMatchObject({
        matters: expect.arrayContaining(['sigma']),
      });
    expect(((await calls(page, 'doctor.start'))[0] as { matters: string[] }).matters).not.toContain('identity');
  });
});

test('a wall that is well, and one without workbooks, offer no cause', async () => {
  await inState('wall', async (page) => {
    const push = (lacks: 'workbooks' | null, asOf: number) =>
      page.evaluate(
        ([what, at]) => {
          const { window: own } = window.harness.state();
          const panes = own.panes.map((pane) => ({ ...pane, data: { ...pane.data, asOf: at } }));
          window.harness.push({ window: { ...own, panes, wall: own.wall && { ...own.wall, lacks: what } } });
        },
        [lacks, asOf] as const,
      );
    await findCause(page).waitFor({ state: 'attached' });
    await push(null, testNow - 60_000);
    await findCause(page).waitFor({ state: 'detached' });
    await push(null, testNow - 3_600_000);
    await findCause(page).waitFor({ state: 'attached' });
    await push('workbooks', testNow - 3_600_000);
    await findCause(page).waitFor({ state: 'detached' });
  });
});
