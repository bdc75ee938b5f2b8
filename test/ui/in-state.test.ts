/** A rule of the interface begins on a page that knows nothing of the rule before it. */
import { afterAll, describe, expect, test } from 'vitest';
import { inState, timeout, withGallery } from '../support/ui/in-state.ts';

withGallery();

const seen = async () => ({
  mayRead: (await navigator.permissions.query({ name: 'clipboard-read' as PermissionName })).state,
  stored: Object.keys(localStorage).length + Object.keys(sessionStorage).length,
  cookies: document.cookie,
  width: innerWidth,
  isDark: matchMedia('(prefers-color-scheme: dark)').matches,
  isForced: matchMedia('(forced-colors: active)').matches,
  isCalm: matchMedia('(prefers-reduced-motion: reduce)').matches,
  hovered: document.querySelectorAll('body :hover').length,
  left: Reflect.get(window, 'left') ?? null,
  begun: history.length,
  language: document.documentElement.lang,
});

describe('a page', () => {
  const found: Awaited<ReturnType<typeof seen>>[] = [];
  const times: number[] = [];
  afterAll(() => expect(found).toHaveLength(2));

  for (const which of ['first', 'second']) {
    test(
      `is empty for the ${which} rule, which leaves all kinds of things behind`,
      () =>
        inState('first-run', async (page) => {
          found.push(await page.evaluate(seen));
          times.push(await page.evaluate(() => Date.now()));
          await page.getByTestId('set-up').hover();
          await page.evaluate(() => {
            localStorage.setItem('left', 'here');
            sessionStorage.setItem('left', 'here');
            Object.assign(window, { left: 'here' });
          });
          await page.context().addCookies([{ name: 'left', value: 'here', url: page.url() }]);
          await page.context().grantPermissions(['clipboard-read']);
          await page.addInitScript(() => Object.assign(window, { left: 'here' }));
          page.on('console', () => expect.unreachable('A listener was left behind.'));
          await page.route('**/*.css', (route) => route.fulfill({ body: '' }));
          await page.clock.fastForward('10:00');
          await page.emulateMedia({ colorScheme: 'dark', forcedColors: 'active', reducedMotion: 'no-preference' });
          await page.setViewportSize({ width: 700, height: 500 });
        }),
      timeout,
    );
  }

  test('was as empty for the second as for the first', () => {
    expect(found[0]).toMatchObject({ stored: 0, cookies: '', width: 1280, hovered: 0, left: null, isCalm: true });
    // How far back one could go is the browser's alone: the interface never asks for it.
    expect({ ...found[1], begun: 0 }).toEqual({ ...found[0], begun: 0 });
    const [first = 0, second = 0] = times;
    expect(Math.abs(second - first)).toBeLessThan(60_000);
  });
});
