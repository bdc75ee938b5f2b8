/** A sign-in and its workbook last: across renewals, restarts and sessions that end, until the person signs out. */
import { afterEach, describe, expect, test } from 'vitest';
import { openWorkbench, type Workbench } from '../support/driver/workbench.ts';

describe('staying signed in', () => {
  let bench: Workbench;
  afterEach(() => bench.close());

  test('swaps before the token expires, and keeps a changed filter and page', async () => {
    bench = await openWorkbench({ lifetimes: { accessTokenSeconds: 20 } });
    const app = await bench.launchWithProfile();
    await bench.signIn(app, 'dana.whitfield@example.com');
    await app.workbookReady();
    await app.chooseBorough('Queens');
    await app.waitInWorkbook(`document.querySelector('[data-testid="borough-Queens"]').checked`);
    await app.inWorkbook(`document.querySelector('[data-testid="page-trips"]').click()`);
    const before = await app.window.locator('[data-role="active"]').getAttribute('data-guest');

    await app.workbookReady(1);
    const after = await app.window.locator('[data-role="active"]').getAttribute('data-guest');
    expect(after).not.toBe(before);
    // The one before it stays until the display shows the new one.
    await expect.poll(() => app.window.locator('webview').count()).toBe(1);
    const seen = await app.inWorkbook(`({
      queens: document.querySelector('[data-testid="borough-Queens"]').checked,
      others: document.querySelectorAll('[data-testid^="borough-"]:checked').length,
      page: document.querySelector('[data-testid="page-trips"]').getAttribute('aria-selected'),
      notice: document.querySelector('[data-testid="workbook-notice"]').hidden,
    })`);
    expect(seen).toEqual({ queens: true, others: 1, page: 'true', notice: true });
    // Rotation: one sign-in, then refresh tokens alone, each used once.
    const tokens = await bench.demo.controls.authorizationServer.journal({ endpoint: 'token' });
    expect(tokens.every((entry) => entry.succeeded)).toBe(true);
    expect(tokens.map((entry) => entry.grantType).slice(0, 2)).toEqual(['authorization_code', 'refresh_token']);
  });

  test('does not take the workbook away from a person who is typing', async () => {
    bench = await openWorkbench();
    const app = await bench.launchWithProfile();
    await bench.signIn(app, 'ada.moreno@example.com');
    await app.workbookReady();
    await app.window.getByTestId('details').click();
    await app.pressKeyInWorkbook('Shift');
    await app.window.getByTestId('renew-now').click();
    await app.window.locator('[data-role="standby"]').waitFor();
    const standbyHasData = () =>
      app.inWorkbook<boolean>(`document.querySelector('[data-testid="status"]').textContent !== ''`, 'standby');
    await expect
      .poll(
        async () => {
          await app.pressKeyInWorkbook('Shift');
          return standbyHasData().catch(() => false);
        },
        { timeout: 30_000 },
      )
      .toBe(true);
    // What it reports of its data comes to main before the answers to these.
    for (let times = 0; times < 5; times += 1) await app.pressKeyInWorkbook('Shift');
    expect(await app.window.getByTestId('pane').getAttribute('data-swaps')).toBe('0');
    await app.workbookReady(1);
  });

  test('does not load a workbook again that nobody sees, and does when the window is shown', async () => {
    bench = await openWorkbench();
    const app = await bench.launchWithProfile();
    await bench.signIn(app, 'ada.moreno@example.com');
    await app.workbookReady();
    const shown = (isShown: boolean) =>
      app.electron.evaluate(({ BrowserWindow }, show) => {
        const [window] = BrowserWindow.getAllWindows();
        if (show) window?.show();
        else window?.hide();
      }, isShown);
    const loads = async () => (await bench.demo.controls.sigma.counters()).loads;

    await shown(false);
    const before = await loads();
    const renewed = await app.window.evaluate(async () => {
      const bridge = window.sightglass;
      const state = await bridge.state.get();
      if (!state.ok) return state;
      return bridge.grants.renew({ connectionId: state.value.grants[0]?.connectionId ?? '' });
    });
    expect(renewed.ok).toBe(true);
    expect(await app.window.locator('webview').count()).toBe(1);
    expect(await loads()).toBe(before);
    await shown(true);
    await app.workbookReady(1);
    expect(await loads()).toBe(before + 1);
  });

  test('survives a restart without asking again', async () => {
    bench = await openWorkbench();
    const first = await bench.launchWithProfile();
    await bench.signIn(first, 'ada.moreno@example.com');
    await first.workbookReady();
    await first.close();
    const second = await bench.launch();
    await second.workbookReady();
    expect(bench.browser.unclaimed()).toEqual([]);
    expect(await second.window.getByTestId('person').textContent()).toContain('Ada Moreno');
  });

  test('goes by the time of the server, and says when the clock of the computer is another', async () => {
    const ahead = 10 * 60_000;
    bench = await openWorkbench({ behaviour: { clockAheadMs: -ahead } });
    const app = await bench.launchWithProfile();
    await bench.signIn(app, 'ada.moreno@example.com');
    await app.workbookReady();
    const notice = app.window.locator('[data-testid="notice"][data-code="clock_wrong"]');
    expect(await notice.textContent()).toContain('10 min ahead');
    await app.window.getByTestId('details').click();
    // Ten digits, and after them the same as a time of the day.
    const signedAt = Number((await app.window.locator('[data-claim="iat"] td').textContent())?.slice(0, 10));
    expect(Math.abs(signedAt * 1_000 - (Date.now() - ahead))).toBeLessThan(60_000);
    // It counts by that time as well: an hour from then, and not ten minutes less.
    expect(await app.window.getByTestId('renews').textContent()).toMatch(/5[345] min/);
    await bench.demo.controls.authorizationServer.setBehaviour({ clockAheadMs: 0 });
    await app.window.getByTestId('renew-now').click();
    await notice.waitFor({ state: 'detached' });
  });

  test('ends with the sign-out: nothing is kept, the server is told', async () => {
    bench = await openWorkbench();
    const app = await bench.launchWithProfile();
    await bench.signIn(app, 'ada.moreno@example.com');
    await app.workbookReady();
    await app.window.getByTestId('menu').click();
    await app.window.getByTestId('sign-out').click();
    await app.window.getByTestId('sign-in').waitFor();
    expect(await app.window.locator('webview').count()).toBe(0);
    const revoked = async () => (await bench.demo.controls.authorizationServer.counters()).tokensRevoked;
    await expect.poll(revoked).toBe(2);
    await app.close();
    const again = await bench.launch();
    await again.window.getByTestId('sign-in').waitFor();
  });

  test('says so when the data platform ends the sign-in, while the workbook stays', async () => {
    bench = await openWorkbench();
    const app = await bench.launchWithProfile();
    await bench.signIn(app, 'ada.moreno@example.com');
    await app.workbookReady();
    await bench.demo.controls.authorizationServer.revokeGrants({ userName: 'ada.moreno@example.com' });
    await app.window.getByTestId('details').click();
    await app.window.getByTestId('renew-now').click();
    await app.window.getByTestId('banner-ended').waitFor();
    expect(await app.window.locator('[data-testid="pane"] webview').count()).toBe(1);
    await app.window.keyboard.press('Escape');
    await bench.signIn(app, 'ada.moreno@example.com');
    await app.workbookReady(1);
    await app.window.getByTestId('banner-ended').waitFor({ state: 'detached' });
  });

  test.each(['nothing', 'page'] as const)(
    'offers to sign in when a dead refresh token is refused in other words (%s), and goes on where it was',
    async (deadRefreshToken) => {
      bench = await openWorkbench({ lifetimes: { accessTokenSeconds: 20 }, behaviour: { deadRefreshToken } });
      const app = await bench.launchWithProfile();
      await bench.signIn(app, 'dana.whitfield@example.com');
      await app.workbookReady();
      await app.chooseBorough('Queens');
      await app.waitInWorkbook(`document.querySelector('[data-testid="borough-Queens"]').checked`);
      await bench.demo.controls.authorizationServer.revokeGrants({});
      const banner = app.window.getByTestId('banner-ended');
      await banner.waitFor({ timeout: 40_000 });
      expect(await app.window.locator('[data-testid="pane"] webview').count()).toBe(1);
      // When the session is over as well, what stands in the place of the workbook offers the same.
      const offer = app.window.getByTestId('sign-in-failed');
      await offer.waitFor({ timeout: 40_000 });
      expect(await offer.getAttribute('data-variant')).toBe('primary');
      await bench.demo.controls.authorizationServer.setLifetimes({ accessTokenSeconds: 3_600 });
      await bench.signIn(app, 'dana.whitfield@example.com');
      await app.workbookReady();
      await banner.waitFor({ state: 'detached' });
      // The workbook stands before its data, which brings the choices.
      const queens = `document.querySelector('[data-testid="borough-Queens"]')`;
      expect(await app.waitInWorkbook(`${queens} && { checked: ${queens}.checked }`)).toEqual({ checked: true });
    },
  );

  test('replaces a session that Sigma has ended', async () => {
    bench = await openWorkbench();
    const app = await bench.launchWithProfile();
    await bench.signIn(app, 'ada.moreno@example.com');
    await app.workbookReady();
    await bench.demo.controls.sigma.endSessions();
    await app.chooseBorough('Manhattan');
    await app.workbookReady(1);
    expect(await app.inWorkbook(`document.querySelector('[data-testid="workbook-notice"]').hidden`)).toBe(true);
  });

  test('loads a workbook again in the element that is there, and in another one where its page hangs', async () => {
    bench = await openWorkbench();
    const app = await bench.launchWithProfile();
    await bench.signIn(app, 'ada.moreno@example.com');
    await app.workbookReady();
    const active = app.window.locator('[data-role="active"]');
    const reload = async () => {
      const before = await active.getAttribute('data-guest');
      await app.window.getByTestId('reload').click();
      await app.window.locator(`[data-guest="${before}"]`).waitFor({ state: 'detached' });
      await app.workbookReady();
    };
    const element = await active.locator('webview').elementHandle();
    const isSameElement = async () =>
      (await active.locator('webview').elementHandle())?.evaluate((one, other) => one === other, element);
    await reload();
    expect(await isSameElement()).toBe(true);
    // Another load of it in the same processes would hang as well.
    void app.inWorkbook('for (const end = Date.now() + 5_000; Date.now() < end; );').catch(() => undefined);
    await reload();
    expect(await isSameElement()).toBe(false);
    expect(await bench.demo.controls.sigma.journal()).toHaveLength(3);
  });

  test('never replays a signed URL, however the workbook is reloaded', async () => {
    bench = await openWorkbench();
    const app = await bench.launchWithProfile();
    await bench.signIn(app, 'ada.moreno@example.com');
    await app.workbookReady();
    const frame = () => app.window.locator('[data-role="active"]').getAttribute('data-guest');
    const reloads: (() => Promise<unknown>)[] = [
      () => app.window.getByTestId('reload').click(),
      // The page reloads itself, as "Reload the page." suggests.
      () => app.inWorkbook('setTimeout(() => location.reload(), 0)'),
      // The process of Sigma's page inside the frame ends.
      () =>
        app.electron.evaluate(({ webContents }) => {
          const guest = webContents.getAllWebContents().find((contents) => contents.getType() === 'webview');
          process.kill(guest?.mainFrame.frames[0]?.osProcessId ?? -1, 'SIGKILL');
        }),
      // The process of the frame ends.
      () =>
        app.electron.evaluate(({ webContents }) => {
          for (const contents of webContents.getAllWebContents()) {
            if (contents.getType() === 'webview') contents.forcefullyCrashRenderer();
          }
        }),
    ];
    for (const reload of reloads) {
      const before = await frame();
      await reload();
      await app.window.waitForFunction(
        (old) => document.querySelector('[data-role="active"]')?.getAttribute('data-guest') !== old,
        before,
      );
      await app.workbookReady();
    }
    const loads = await bench.demo.controls.sigma.journal();
    expect(loads).toHaveLength(5);
    expect(loads.every((load) => load.accepted)).toBe(true);
    expect(new Set(loads.map((load) => load.jtiHash)).size).toBe(5);
  });
});
