/** A workbook gets out of its guest neither to the window, nor to this computer, nor to other sites. */
import { afterEach, describe, expect, test } from 'vitest';
import { openWorkbench, type Workbench } from '../support/driver/workbench.ts';

describe('guests', () => {
  let bench: Workbench;
  afterEach(() => bench.close());

  async function openWorkbook() {
    bench = await openWorkbench();
    const app = await bench.launchWithProfile();
    await bench.signIn(app, 'ada.moreno@example.com');
    await app.workbookReady();
    return app;
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

  test('cannot be led to another origin: the link goes to the browser, the workbook comes back', async () => {
    const app = await openWorkbook();
    const origin = await app.inWorkbook('location.origin');
    const frame = await app.window.locator('[data-role="active"]').getAttribute('data-guest');
    await app.inWorkbook(`setTimeout(() => { location.href = 'https://example.com/elsewhere'; }, 0)`);
    expect(await bench.browser.nextAddress()).toBe('https://example.com/elsewhere');
    await app.window.locator(`[data-guest="${frame}"]`).waitFor({ state: 'detached' });
    await app.workbookReady();
    expect(await app.inWorkbook('location.origin')).toBe(origin);
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

  test('are admitted only with a guest id that the main process gave out, once, in its partition', async () => {
    const app = await openWorkbook();
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
    bench = await openWorkbench();
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
    const inside = await app.window.evaluate(async () => {
      const guest = document.querySelector('webview') as unknown as {
        executeJavaScript(code: string): Promise<string>;
      };
      return guest.executeJavaScript(
        `document.documentElement.outerHTML + document.querySelectorAll('iframe').length +
          JSON.stringify(performance.getEntries())`,
      );
    });
    expect(inside).not.toContain('jwt');
  });

  test('run sandboxed and isolated, as our own window does', async () => {
    const app = await openWorkbook();
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
