/** A page around the stand-in workbook, in a plain browser: it keeps every message, and sends what a test says. */
import { existsSync } from 'node:fs';
import { type Browser, chromium, type FrameLocator, type Page } from 'playwright';
import { expect } from 'vitest';
import { type DemoServices, startDemoServices } from '../../../standins/demo-services.ts';
import { type EmbedOptions, embedUrl, signIn } from '../../support/stand-in-client.ts';

export type Message = { type: string } & Record<string, unknown>;

const executablePath = process.env.SIGHTGLASS_CHROMIUM ?? '/usr/bin/chromium';
export const hasBrowser = existsSync(executablePath);

const HOST = 'https://host.example/';

export interface WorkbookHost {
  readonly services: DemoServices;
  readonly browser: Browser;
  /** The page that was opened last. */
  page(): Page;
  /** Opens a page with an empty frame, and shows the URL in it. */
  frame(url: string, host?: string): Promise<FrameLocator>;
  openPage(host: string): Promise<Page>;
  show(url: string): Promise<void>;
  /** Frames a workbook of a person, and waits for its data. */
  openAs(person: string, options?: EmbedOptions): Promise<FrameLocator>;
  messages(): Promise<Message[]>;
  tell(message: Message): Promise<void>;
  /** The first message after the first `after` ones that matches, once it has come. */
  message(expected: Message, after?: number): Promise<Message>;
  /** The types of all messages to pages that were closed. */
  readonly heard: ReadonlySet<string>;
  closePage(): Promise<void>;
  stop(): Promise<void>;
}

export async function startWorkbookHost(): Promise<WorkbookHost> {
  const services = await startDemoServices();
  // The framing page is made up here and counts as a public one, which may not reach into this computer otherwise.
  const args = ['--no-sandbox', '--disable-features=LocalNetworkAccessChecks'];
  const browser = await chromium.launch({ executablePath, args });
  let opened: Page | undefined;
  const heard = new Set<string>();

  function page(): Page {
    if (!opened) throw new Error('No page is open.');
    return opened;
  }

  const host: WorkbookHost = {
    services,
    browser,
    heard,
    page,
    async openPage(address) {
      opened = await browser.newPage({ viewport: { width: 1200, height: 900 } });
      await opened.route(`${address}**`, (route) =>
        route.fulfill({
          contentType: 'text/html',
          body: `<!doctype html><title>Host</title><script>
            window.messages = [];
            addEventListener('message', (event) => {
              if (event.origin === '${services.sigma.origin}') window.messages.push(event.data);
            });
          </script><iframe id="workbook" style="width:1180px;height:880px;border:0"></iframe>`,
        }),
      );
      await opened.goto(address);
      return opened;
    },
    show: (url) => page().evaluate((source) => document.getElementById('workbook')?.setAttribute('src', source), url),
    async frame(url, address = HOST) {
      await host.openPage(address);
      await host.show(url);
      return page().frameLocator('#workbook');
    },
    async openAs(person, options = {}) {
      const { access_token } = await signIn(services, person);
      const workbook = await host.frame(await embedUrl(services, access_token, options));
      await host.message({ type: 'workbook:dataloaded' });
      return workbook;
    },
    messages: () => page().evaluate(() => (window as unknown as { messages: Message[] }).messages),
    tell: (message) =>
      page().evaluate((value) => {
        document.querySelector('iframe')?.contentWindow?.postMessage(value, '*');
      }, message),
    async message(expected, after = 0) {
      let found: Message | undefined;
      await expect
        .poll(
          async () => {
            found = (await host.messages())
              .slice(after)
              .find((one) => one.type === expected.type && matches(one, expected));
            return found;
          },
          { timeout: 10_000 },
        )
        .toMatchObject(expected);
      return found as Message;
    },
    async closePage() {
      if (!opened) return;
      for (const { type } of await host.messages()) heard.add(type);
      await opened.close();
      opened = undefined;
    },
    async stop() {
      await browser.close();
      await services.stop();
    },
  };
  return host;
}

function matches(one: Message, expected: Message): boolean {
  try {
    expect(one).toMatchObject(expected);
    return true;
  } catch {
    return false;
  }
}
