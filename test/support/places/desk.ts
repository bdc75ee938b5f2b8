/** A workbench whose app shows one workbook, for one situation after the other. */

import type { Frame, Page } from 'playwright';
import type { SigmaCommand } from '../../../src/shared/sigma/commands.ts';
import type { SigmaBehaviour } from '../../../standins/control/calls.ts';
import { guestAddress } from '../driver/guest-address.ts';
import { handsOn } from '../driver/hands.ts';
import type { RunningApp } from '../driver/running-app.ts';
import { openWorkbench, type Workbench } from '../driver/workbench.ts';
import { placeOnScreen } from '../frames/record-frames.ts';
import type { Desk, Surroundings } from './situation.ts';

const TOKEN_SECONDS = 20;
const GUEST = '.pane [data-role="active"] > webview';
const SIZE = [1_280, 800] as const;
const PERSON = 'dana.whitfield@example.com';

const asDocumented: SigmaBehaviour = {
  encodeVariables: false,
  savedIdSpelling: 'saveWorkbookId',
  messages: {},
  unknown: false,
  moreControls: false,
};

export interface OpenDesk extends Desk {
  readonly bench: Workbench;
  close(): Promise<void>;
}

/** Starts everything and signs in, as a person who may do all that an embed lets people do. */
export async function openDesk(surroundings: Surroundings = 'plain'): Promise<OpenDesk> {
  const two = surroundings === 'two connections';
  const bench = await openWorkbench({
    scheme: surroundings === 'dark' ? 'dark' : 'light',
    // Around the window there is room for what a window manager adds.
    screen: { width: 1_400, height: 900, hasWindowManager: surroundings === 'a window manager' },
    lifetimes: { accessTokenSeconds: TOKEN_SECONDS },
    ...(two && { extras: { snowflake: true, twoConnections: true } }),
  });
  const app = await bench.launch({
    arguments: surroundings === 'reduced motion' ? ['--force-prefers-reduced-motion'] : [],
  });
  const { drafts, sigma } = bench.demo;
  const workbooks = sigma.workbooks.filter(({ title }) => title === (two ? 'Two Platforms' : 'NYC Taxi Trips'));
  const connections = [drafts.databricks(), ...(two ? [drafts.snowflake()] : [])];
  const draft = drafts.profile({ connections, workbooks });
  const builder = { ...draft, user: { ...draft.user, accountType: 'Build' } } as typeof draft;
  const answer = await app.window.evaluate((input) => window.sightglass.profiles.save(input), builder);
  if (!answer.ok) throw new Error(answer.error.code);
  for (const [index] of connections.entries()) {
    await bench.signIn(app, PERSON);
    if (index < connections.length - 1) await app.window.getByTestId('signed-in').waitFor();
  }
  await app.workbookReady();
  return { ...createDesk(bench, app), bench, close: bench.close };
}

function createDesk(bench: Workbench, app: RunningApp): Omit<OpenDesk, 'bench' | 'close'> {
  const { electron, window: ours, screen } = app;
  if (!screen) throw new Error('There is no display to lay hands on.');
  const hands = handsOn(screen.environment);

  const inMain: Desk['inMain'] = electron.evaluate.bind(electron);

  async function guestPage(which: 'active' | 'standby'): Promise<Page> {
    const address = await guestAddress(ours.locator(`.pane [data-role="${which}"]`));
    const page = electron.windows().find((one) => !one.isClosed() && one.url() === address);
    return page ?? electron.waitForEvent('window', (one) => one.url() === address);
  }

  async function workbook(which: 'active' | 'standby' = 'active'): Promise<Frame> {
    const page = await guestPage(which);
    const isSigma = (frame: Frame) => frame.parentFrame() !== null && frame.url().startsWith(bench.demo.sigma.origin);
    return page.frames().find(isSigma) ?? page.waitForEvent('framenavigated', isSigma);
  }

  async function state() {
    const answer = await ours.evaluate(() => window.sightglass.state.get());
    if (!answer.ok) throw new Error(answer.error.code);
    return answer.value;
  }

  async function pane() {
    const [first] = (await state()).window.panes;
    if (!first) throw new Error('No workbook is open.');
    return first;
  }

  async function renew(): Promise<void> {
    for (const { connectionId } of (await state()).grants) {
      const answer = await ours.evaluate((id) => window.sightglass.grants.renew({ connectionId: id }), connectionId);
      if (!answer.ok) throw new Error(answer.error.code);
    }
  }

  const shownGuest = () => ours.locator('.pane [data-role="active"]').first().getAttribute('data-guest');

  async function answered(which: 'active' | 'standby' = 'active'): Promise<void> {
    const guest = await shownGuest();
    try {
      const frame = await workbook(which);
      await frame.locator('#main[aria-busy="false"]').waitFor();
      await frame.evaluate(atRest);
    } catch (error) {
      // It was taken away by a swap: then there is another one to wait for.
      if (guest === (await shownGuest())) throw error;
      await answered('active');
    }
  }

  const desk: Omit<OpenDesk, 'bench' | 'close'> = {
    app,
    demo: bench.demo,
    workbook,
    pane,
    renew,
    inMain,
    hands,
    async onDisplay({ x, y }) {
      const { area } = await placeOnScreen(app, GUEST);
      const scale = await (await workbook()).evaluate(() => devicePixelRatio);
      return { x: Math.round(area.x + x * scale), y: Math.round(area.y + y * scale) };
    },
    async placeOf(selector, { across = 0.5, down = 0.5 } = {}) {
      const found = (await workbook()).locator(selector).first();
      await found.scrollIntoViewIfNeeded();
      const box = await found.boundingBox();
      if (!box) throw new Error(`Nothing is to be seen at ${selector}.`);
      return { x: box.x + box.width * across, y: box.y + box.height * down };
    },
    async command(command: SigmaCommand) {
      const { paneId } = await pane();
      const answer = await ours.evaluate((input) => window.sightglass.panes.command(input), { paneId, command });
      if (!answer.ok) throw new Error(answer.error.code);
    },
    answered,
    async openAfresh({ behaviour = {}, tokenSeconds = TOKEN_SECONDS } = {}) {
      const { controls } = bench.demo;
      await controls.warehouse.clearAudit();
      await controls.sigma.setBehaviour({ ...asDocumented, ...behaviour });
      await controls.authorizationServer.setLifetimes({ accessTokenSeconds: tokenSeconds });
      const { paneId, workbookId } = await pane();
      await renew();
      await ours.evaluate((id) => window.sightglass.panes.close({ paneId: id }), paneId);
      // Few rehearsals change the size, and each order to main may be lost when Node's collector comes at that moment.
      const size = await ours.evaluate(() => [innerWidth, innerHeight]);
      if (size.join() !== SIZE.join())
        await inMain(({ BrowserWindow }, [width, height]) => {
          BrowserWindow.getAllWindows()[0]?.setContentSize(width, height);
        }, SIZE);
      // A tab that is closed stays closed.
      await ours.evaluate((id) => window.sightglass.panes.open({ workbookId: id }), workbookId);
      await ours.locator(`[data-testid="pane"]:not([data-pane="${paneId}"])`).waitFor();
      await app.workbookReady();
      if ((await pane()).workbookId !== workbookId) throw new Error('Another workbook opened.');
      await desk.answered();
    },
  };
  return desk;
}

/** Runs in a page: until fonts are there, nothing moves, and what was drawn is on the screen. */
async function atRest(): Promise<void> {
  await document.fonts.ready;
  const ending = document
    .getAnimations()
    .filter((each) => Number.isFinite(Number(each.effect?.getComputedTiming().endTime)));
  await Promise.allSettled(ending.map((each) => each.finished));
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
}
