/** A workbook gets out of its guest neither to the window, nor to this computer, nor to other sites. */

import '../support/driver/quick-program.ts';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { guestAddress } from '../support/driver/guest-address.ts';
import { keepProgram, openSignedIn } from '../support/driver/kept-program.ts';
import type { RunningApp } from '../support/driver/running-app.ts';
import { openWorkbench, type Workbench } from '../support/driver/workbench.ts';

describe('guests', () => {
  let bench: Workbench;

  /** For rules that change nothing of the program or of its session, which go with their workbook. */
  const kept = keepProgram(openSignedIn);
  let own: Workbench | null = null;
  afterEach(async ({ task }) => {
    await kept.give(task.result?.state === 'fail');
    const closing = own;
    own = null;
    await closing?.close();
  });
  afterAll(() => kept.close());

  /** A workbook that was just opened. */
  async function openWorkbook() {
    const opened = await kept.take();
    bench = opened.bench;
    return opened.app;
  }

  /** In a program of its own: for what hangs on it, or changes it. */
  async function openAlone() {
    await kept.close();
    const opened = await openSignedIn();
    bench = own = opened.bench;
    return opened.app;
  }

  test('send links to the system browser and open no window', async () => {
    const app = await openWorkbook();
    await app.inWorkbook(`document.querySelector('[data-testid="docs-link"]').click()`);
    expect(await bench.browser.nextAddress()).toBe('https://docs.databricks.com/');
    await app.inWorkbook(`window.open('file:///etc/passwd'); window.open('javascript:alert(1)')`);
    await app.inWorkbook(`window.open('https://example.com/after')`);
    expect(await bench.browser.nextAddress()).toBe('https://example.com/after');
    expect(await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  test('get no permission beyond copying and full screen', async () => {
    const app = await openWorkbook();
    const states = await app.inWorkbook(`Promise.all(
      ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi']
        .map((name) => navigator.permissions.query({ name }).then((status) => status.state, (error) => error.name)))`);
    expect(new Set(states as string[])).toEqual(new Set(['denied']));
  });

  /** Follows a link in the workbook, as a click of a person does. */
  const follow = (href: string, target = '') =>
    `{ const link = Object.assign(document.createElement('a'), { href: ${JSON.stringify(href)}, target: '${target}' });
       document.body.append(link); link.click(); link.remove(); }`;
  const submit = (method: string, target = '') =>
    `{ const form = Object.assign(document.createElement('form'), { action: 'https://example.com/', method: '${method}', target: '${target}' });
       document.body.append(form); form.submit(); form.remove(); }`;

  /** Does something in the workbook that would empty its frame, were it not stopped, and lets the script end first. */
  const inTurn = (code: string) =>
    `void setTimeout(() => { try { ${code} } catch { /* the page's own affair */ } }, 0)`;

  /** Whether the workbook of before is there still: its page, its guest, and no load since. */
  async function expectUntouched(app: RunningApp, guest: string | null): Promise<void> {
    expect(await app.window.locator('[data-role="active"]').getAttribute('data-guest')).toBe(guest);
    expect(await app.inWorkbook('window.marker')).toBe('untouched');
    expect(await app.window.getByTestId('pane').getAttribute('data-phase')).toBe('ready');
    const journal = await bench.demo.controls.sigma.journal();
    expect(journal).toHaveLength(1);
  }

  async function openMarkedWorkbook(opened = openWorkbook()): Promise<{ app: RunningApp; guest: string | null }> {
    const app = await opened;
    await app.inWorkbook(`window.marker = 'untouched'`);
    return { app, guest: await app.window.locator('[data-role="active"]').getAttribute('data-guest') };
  }

  test('send every kind of link to where it belongs, and lose no workbook over any', async () => {
    // So many links at once are all that a program opens before it takes them for too many.
    const { app, guest } = await openMarkedWorkbook(openAlone());
    const opened: [string, string][] = [
      [follow('https://example.com/link'), 'https://example.com/link'],
      [follow('mailto:help@example.com?subject=Trips'), 'mailto:help@example.com?subject=Trips'],
      [follow('tel:+15550100'), 'tel:+15550100'],
      [`location.href = 'https://example.com/location'`, 'https://example.com/location'],
      [`top.location = 'https://example.com/top'`, 'https://example.com/top'],
      [`parent.location.replace('mailto:parent@example.com')`, 'mailto:parent@example.com'],
      [follow('https://example.com/of-top', '_top'), 'https://example.com/of-top'],
      [`window.open('https://example.com/features', 'named', 'popup,width=300')`, 'https://example.com/features'],
      [`window.open('https://example.com/self', '_self')`, 'https://example.com/self'],
    ];
    for (const [code, address] of opened) {
      await app.inWorkbook(inTurn(code));
      expect(await bench.browser.nextAddress()).toBe(address);
    }
    await expectUntouched(app, guest);
    expect(await app.window.getByTestId('notice').count()).toBe(0);
  });

  test('say a word about a link that they do not open, and about a form or a file from elsewhere', async () => {
    const { app, guest } = await openMarkedWorkbook();
    const refused: [string, string][] = [
      [follow('ms-excel:ofe|u|https://example.com/x.xlsx'), '"ms-excel"'],
      [follow('sightglass:open', '_blank'), '"sightglass"'],
      [follow('file:///etc/passwd'), '"file"'],
      [`window.open(URL.createObjectURL(new Blob(['<h1>x</h1>'], { type: 'text/html' })))`, '"blob"'],
      [follow('data:text/html,x'), '"data"'],
      [follow('mailto:x@example.com?attach=/etc/passwd'), '"mailto"'],
      [`window.open().location = 'https://example.com/'`, 'a window of its own'],
      [submit('post', '_blank'), 'sends a form'],
      [follow('data:text/csv,x').replace('target:', `download: 'x.csv', target:`), 'offered a file'],
    ];
    for (const [code, words] of refused) {
      await app.inWorkbook(inTurn(code));
      const notice = app.window.getByTestId('notice').filter({ hasText: words });
      await notice.waitFor();
      await notice.getByTestId('dismiss-notice').click();
    }
    await expectUntouched(app, guest);
    expect(bench.browser.unclaimed()).toEqual([]);
  });

  test.each([
    ['the middle button', { button: 'middle' as const }, null],
    ['the control key', {}, 'Control' as const],
    ['the shift key', {}, 'Shift' as const],
    ['nothing else', {}, null],
  ])('open a link outside that is pressed with %s', async (_how, press, key) => {
    const { app, guest } = await openMarkedWorkbook();
    await app.inWorkbook(`(() => {
      const link = Object.assign(document.createElement('a'), { href: 'https://example.com/pressed', textContent: 'Link' });
      Object.assign(link.style, { position: 'fixed', inset: '0 auto auto 0', font: '60px serif', zIndex: 99 });
      link.addEventListener('mousemove', () => { link.dataset.isReached = 'yes'; });
      document.body.append(link);
      link.id = 'pressed';
    })()`);
    const box = await app.window.locator('[data-role="active"] > webview').boundingBox();
    // The pointer reaches a workbook that was just opened when Chromium has its place: a press before that goes nowhere.
    let step = 0;
    const isReached = async () => {
      step += 1;
      await app.window.mouse.move((box?.x ?? 0) + 30 + (step % 10), (box?.y ?? 0) + 30);
      return app.inWorkbook(`document.querySelector('#pressed').dataset.isReached`);
    };
    await expect.poll(isReached).toBe('yes');
    if (key) await app.window.keyboard.down(key);
    await app.window.mouse.click((box?.x ?? 0) + 30, (box?.y ?? 0) + 30, press);
    if (key) await app.window.keyboard.up(key);
    expect(await bench.browser.nextAddress()).toBe('https://example.com/pressed');
    await expectUntouched(app, guest);
  });

  /** Holds back the script of every workbook until it is released, so that each stands there and has not loaded. */
  const holdLoads = (app: RunningApp) =>
    app.electron.evaluate(({ webContents }) => {
      const guest = webContents.getAllWebContents().find((each) => each.getType() === 'webview');
      let held: (() => void)[] | null = [];
      guest?.session.webRequest.onBeforeSendHeaders({ urls: ['*://*/assets/workbook.js'] }, (_details, callback) => {
        if (held) held.push(() => callback({}));
        else callback({});
      });
      const releaseLoads = () => {
        held?.forEach((release) => void release());
        held = null;
      };
      Object.assign(globalThis, { releaseLoads });
    });
  const releaseLoads = (app: RunningApp) =>
    app.electron.evaluate(() => (globalThis as unknown as { releaseLoads(): void }).releaseLoads());

  /** Sends every request for this path of Sigma on to another site, as a server would. */
  const redirect = (app: RunningApp, path: string, to: string) =>
    app.electron.evaluate(
      ({ webContents }, { from, address }) => {
        const guest = webContents.getAllWebContents().find((each) => each.getType() === 'webview');
        guest?.session.webRequest.onBeforeRequest((details, callback) => {
          const isMeant = details.resourceType === 'subFrame' && new URL(details.url).pathname.startsWith(from);
          callback(isMeant ? { redirectURL: address } : {});
        });
      },
      { from: path, address: to },
    );

  /** Runs a script in the workbook as a script of its own would run: nobody has pressed anything. */
  async function byItself(app: RunningApp, code: string): Promise<unknown> {
    const address = await guestAddress(app.window.locator('[data-role="active"]'));
    return app.electron.evaluate(
      ({ webContents }, given) => {
        const guest = webContents.getAllWebContents().find((each) => each.getURL() === given.address);
        return guest?.mainFrame.frames[0]?.executeJavaScript(given.code);
      },
      { address, code },
    );
  }

  test('open nothing that nobody pressed, and lead nowhere while frames in them are filled', async () => {
    const app = await openWorkbook();
    const guest = await app.window.locator('[data-role="active"]').getAttribute('data-guest');
    await byItself(
      app,
      `window.marker = 'untouched';
       for (const src of ['http://example.com/', 'data:text/html,x']) {
         document.body.append(Object.assign(document.createElement('iframe'), { src }));
       }
       for (let times = 0; times < 5; times += 1) window.open('https://example.com/by-itself'); void 0`,
    );
    // The first that is opened is the one that is pressed.
    await app.inWorkbook(inTurn(follow('https://example.com/pressed')));
    expect(await bench.browser.nextAddress()).toBe('https://example.com/pressed');
    expect(bench.browser.unclaimed()).toEqual([]);
    await expectUntouched(app, guest);
    expect(await app.window.getByTestId('notice').count()).toBe(0);
  });

  test('come back at once from what a person pressed, however often', async () => {
    const app = await openWorkbook();
    for (const code of Array(4).fill(['location.reload()', `location.href = 'about:blank'`]).flat()) {
      const guest = await app.window.locator('[data-role="active"]').getAttribute('data-guest');
      await app.inWorkbook(inTurn(code));
      await app.window.locator(`[data-guest="${guest}"]`).waitFor({ state: 'detached' });
      await app.workbookReady();
    }
    expect(await app.window.getByTestId('error-panel').count()).toBe(0);
  });

  test('see neither Node, nor Electron, nor the page around them', async () => {
    const app = await openWorkbook();
    const seen = await app.inWorkbook(`({
      node: typeof process + typeof require + typeof Buffer,
      bridge: typeof window.sightglass,
      parent: (() => { try { return parent.document.body.innerHTML; } catch (error) { return error.name; } })(),
    })`);
    expect(seen).toEqual({ node: 'undefined'.repeat(3), bridge: 'undefined', parent: 'SecurityError' });
  });

  test('stay as they are through many links in a row, and say so when they come too fast', async () => {
    const { app, guest } = await openMarkedWorkbook(openAlone());
    const many = Array.from({ length: 20 }, (_, index) => follow(`https://example.com/${index}`, '_blank'));
    await app.inWorkbook(inTurn(many.join('')));
    await app.window.getByTestId('notice').filter({ hasText: 'too many links' }).waitFor();
    // One more is stopped in its frame, after all the others.
    await app.inWorkbook(inTurn(`${submit('get')} ${submit('post')} ${follow('https://example.com/last')}`));
    await expect.poll(() => app.inWorkbook('document.readyState')).toBe('complete');
    await expectUntouched(app, guest);
    expect(bench.browser.unclaimed().length).toBeLessThanOrEqual(10);
  });

  /** Loads the workbook again, up to where its page is there and its script is not. */
  async function reloadUpToScript(app: RunningApp): Promise<void> {
    await holdLoads(app);
    const before = await app.window.locator('[data-role="active"]').getAttribute('data-guest');
    await app.window.getByTestId('reload').click();
    await app.window.waitForFunction(
      (old) => document.querySelector('[data-role="active"]')?.getAttribute('data-guest') !== old,
      before,
    );
    await expect
      .poll(() => byItself(app, `document.querySelector('[data-testid="docs-link"]') !== null`).catch(() => false))
      .toBe(true);
  }

  test('open a link that is pressed while they load, and load all the same', async () => {
    const app = await openAlone();
    await reloadUpToScript(app);
    await app.inWorkbook(inTurn(follow('mailto:early@example.com')));
    expect(await bench.browser.nextAddress()).toBe('mailto:early@example.com');
    await releaseLoads(app);
    await app.workbookReady();
    expect(await app.window.getByTestId('error-panel').count()).toBe(0);
  });

  test('that are led away by their own page while they load are told from those with a link', async () => {
    const app = await openAlone();
    await reloadUpToScript(app);
    await byItself(app, inTurn(`location.href = 'https://example.com/login'`));
    await app.window.locator('[data-testid="error-panel"][data-code="sigma_redirected"]').waitFor();
    expect(bench.browser.unclaimed()).toEqual([]);
  });

  test('whose address Sigma answers with that of another site say so', async () => {
    const app = await openAlone();
    await redirect(app, '/', 'https://example.com/login');
    await app.window.getByTestId('reload').click();
    await app.window.locator('[data-testid="error-panel"][data-code="sigma_redirected"]').waitFor();
    expect(bench.browser.unclaimed()).toEqual([]);
  });

  test('open a link outside that Sigma sends on to another site', async () => {
    const { app, guest } = await openMarkedWorkbook(openAlone());
    await redirect(app, '/leave', 'https://example.com/left');
    await app.inWorkbook(inTurn(follow('/leave')));
    expect(await bench.browser.nextAddress()).toBe('https://example.com/left');
    await expectUntouched(app, guest);
  });

  test('whose own process ends again and again come back, and leave no fault behind', async () => {
    const app = await openAlone();
    // The pauses grow. In the third, of four seconds, whoever looks at the frames of a guest looks at one without any.
    for (const _times of [1, 2, 3]) {
      const guest = await app.window.locator('[data-role="active"]').getAttribute('data-guest');
      await app.electron.evaluate(
        ({ webContents }, address) => {
          const crashing = webContents.getAllWebContents().find((each) => each.getURL() === address);
          crashing?.forcefullyCrashRenderer();
        },
        await guestAddress(app.window.locator('[data-role="active"]')),
      );
      await app.window.locator(`[data-guest="${guest}"]`).waitFor({ state: 'detached' });
      await app.workbookReady();
    }
    // Rejects when the log tells of a fault.
    await app.close();
  });

  test('are admitted only with a guest id that the main process gave out, once, in its partition', async () => {
    const app = await openAlone();
    const known = (await app.window.locator('[data-role="active"] > webview').getAttribute('src')) ?? '';
    const partition = (await app.window.locator('[data-role="active"] > webview').getAttribute('partition')) ?? '';
    const guests = () =>
      app.electron.evaluate(
        ({ webContents }) => webContents.getAllWebContents().filter((each) => each.getType() === 'webview').length,
      );
    expect(await guests()).toBe(1);
    const attempts = [
      { src: known, partition },
      { src: 'https://example.com/', partition },
      { src: 'sightglass-embed://frame/0b8f1c3e-6a51-4f7e-9d3c-2f1f6f9f4c11', partition },
      { src: known, partition: 'persist:other' },
      { src: 'file:///etc/passwd', partition },
    ];
    await app.window.evaluate(async (list) => {
      for (const attributes of list) {
        const element = document.createElement('webview');
        for (const [name, value] of Object.entries({ ...attributes, allowpopups: '', preload: 'file:///x.js' })) {
          element.setAttribute(name, value);
        }
        document.body.append(element);
      }
      // Attaching takes a few messages to the main process; after two animation frames every attempt has been answered.
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    }, attempts);
    await app.window.evaluate(() =>
      (window as unknown as { sightglass: { state: { get(): Promise<unknown> } } }).sightglass.state.get(),
    );
    expect(await guests()).toBe(1);
  });

  test('tell the window no signed URL, neither by events nor when asked', async () => {
    await kept.close();
    own = await openWorkbench();
    bench = own;
    const app = await bench.launchWithProfile();
    // Listens to everything that a <webview> can say, from before the first one is there.
    await app.window.evaluate(() => {
      const heard: string[] = [];
      Object.assign(window, { heard });
      const names = [
        'load-commit',
        'did-start-navigation',
        'did-redirect-navigation',
        'did-frame-navigate',
        'did-navigate',
        'did-navigate-in-page',
        'did-fail-load',
        'will-navigate',
        'will-frame-navigate',
        'did-attach',
        'dom-ready',
        'update-target-url',
        'console-message',
        'did-finish-load',
        'did-frame-finish-load',
        'page-title-updated',
      ];
      const original = Document.prototype.createElement;
      Document.prototype.createElement = function (this: Document, ...parameters: [string, ElementCreationOptions?]) {
        const element = Reflect.apply(original, this, parameters) as HTMLElement;
        const [tag] = parameters;
        if (tag === 'webview') {
          for (const name of names) {
            element.addEventListener(name, (event) => {
              const fields: Record<string, unknown> = {};
              for (const key in event) fields[key] = String(Reflect.get(event, key));
              heard.push(`${name} ${JSON.stringify(fields)}`);
            });
          }
        }
        return element;
      } as typeof original;
    });
    await bench.signIn(app, 'ada.moreno@example.com');
    await app.workbookReady();
    const heard = await app.window.evaluate(() => (window as unknown as { heard: string[] }).heard);
    expect(heard.some((line) => line.startsWith('dom-ready'))).toBe(true);
    expect(heard.filter((line) => line.includes('jwt'))).toEqual([]);
    // The window is answered with nothing. What a script would find in the host page is asked in its name here.
    const inside = await app.electron.evaluate(({ webContents }) => {
      const guest = webContents.getAllWebContents().find((contents) => contents.getType() === 'webview');
      return guest?.mainFrame.executeJavaScript(
        `document.documentElement.outerHTML + document.querySelectorAll('iframe').length +
          JSON.stringify(performance.getEntries()) + JSON.stringify(
            [...new Set(PerformanceObserver.supportedEntryTypes)].map((type) => performance.getEntriesByType(type)))`,
      );
    });
    expect(inside).toContain('sightglass-workbook');
    expect(inside).not.toContain('jwt');
  });

  test('run sandboxed and isolated, as our own window does', async () => {
    const app = await openAlone();
    const preferences = await app.electron.evaluate(({ webContents }) =>
      webContents.getAllWebContents().map((contents) => {
        const all = (
          contents as unknown as { getLastWebPreferences(): Record<string, unknown> }
        ).getLastWebPreferences();
        const { sandbox, contextIsolation, nodeIntegration, webSecurity, allowRunningInsecureContent } = all;
        return {
          type: contents.getType(),
          sandbox,
          contextIsolation,
          nodeIntegration,
          webSecurity,
          allowRunningInsecureContent,
        };
      }),
    );
    expect(preferences.map(({ type }) => type).sort()).toEqual(['webview', 'window']);
    for (const { type: _type, ...each } of preferences) {
      expect(each).toEqual({
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
      });
    }
  });
});
