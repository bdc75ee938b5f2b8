/**
 * Local Network Access in the Chromium of these tests: what a page needs that loads Sigma from a private address. Our host
 * page is served by http here and by a scheme of our own in the app, so that this shows which page Chromium asks for, and
 * not what Electron makes of it.
 */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEmbedHostPage } from '../../src/main/viewer/embed-host-page.ts';
import { timeout } from '../support/ui/in-state.ts';

const servers: Server[] = [];
let browser: Browser;

async function serve(host: string, listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://${host}:${(server.address() as AddressInfo).port}`;
}

let hostOrigin = '';
let sigmaOrigin = '';
beforeAll(async () => {
  sigmaOrigin = await serve('localhost', (_request, answer) => {
    answer.setHeader('content-type', 'text/html');
    answer.end('<title>Sigma</title>');
  });
  hostOrigin = await serve('127.0.0.1', async (_request, answer) => {
    const page = createEmbedHostPage(sigmaOrigin);
    answer.writeHead(200, Object.fromEntries(page.headers));
    answer.end(await page.text());
  });
  // As if the host page came from a public address, which is how Chromium takes what it does not know.
  const spaces = `${new URL(hostOrigin).host}=public,127.0.0.1:${new URL(sigmaOrigin).port}=local`;
  browser = await chromium.launch({
    executablePath: process.env.SIGHTGLASS_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', `--ip-address-space-overrides=${spaces}`],
  });
}, timeout);
afterAll(async () => {
  await browser?.close();
  for (const server of servers) server.close();
}, timeout);

interface Framed {
  /** `loaded`, or what Chromium said. */
  readonly ended: string;
  /** What of it Sigma's page might ask for itself. */
  readonly handedOn: readonly string[];
}

/** Puts the frame into the host page as our preload does. */
async function framed(permittedOrigin: string | null): Promise<Framed> {
  const context = await browser.newContext();
  try {
    if (permittedOrigin !== null) await context.grantPermissions(['local-network-access'], { origin: permittedOrigin });
    const page: Page = await context.newPage();
    await page.goto(hostOrigin);
    const [, ended] = await Promise.all([
      page.evaluate((src) => {
        const frame = document.createElement('iframe');
        frame.allow = 'clipboard-write; fullscreen';
        frame.src = src;
        document.body.append(frame);
      }, `${sigmaOrigin}/`),
      Promise.race([
        page.waitForEvent('requestfailed').then((request) => request.failure()?.errorText ?? ''),
        page.waitForEvent('framenavigated', (frame) => frame.url().startsWith(sigmaOrigin)).then(() => 'loaded'),
      ]),
    ]);
    const frame = page.frames().find((each) => each.url().startsWith(sigmaOrigin));
    return { ended, handedOn: (await frame?.evaluate(allowedNetworks)) ?? [] };
  } finally {
    await context.close();
  }
}

/** Runs in the page. Chromium alone has the list of what a frame was handed. */
function allowedNetworks(): string[] {
  const { featurePolicy } = document as unknown as { featurePolicy: { allowedFeatures(): string[] } };
  return featurePolicy.allowedFeatures().filter((feature) => /network/.test(feature) || feature === 'clipboard-write');
}

test('the host page needs a permission for a Sigma on a private address, and it is the host page that needs it', async () => {
  const refused = 'net::ERR_BLOCKED_BY_LOCAL_NETWORK_ACCESS_CHECKS';
  expect(await framed(null)).toMatchObject({ ended: refused });
  expect(await framed(sigmaOrigin)).toMatchObject({ ended: refused });
  // And Sigma's page, with the plug-ins in it, gets no part of that.
  expect(await framed(hostOrigin)).toEqual({ ended: 'loaded', handedOn: ['clipboard-write'] });
});
