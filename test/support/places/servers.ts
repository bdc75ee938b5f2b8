/** Situations in which the servers or the network do not do their best, and windows that nobody sees. */
import type { Desk, SituationGroup } from './situation.ts';
import { choose } from './steps.ts';

const types = [
  'workbook:loaded',
  'workbook:dataloaded',
  'workbook:variables:onchange',
  'workbook:variables:current',
  'workbook:selectednodeid:onchange',
  'workbook:fullscreen:onchange',
  'url:onchange',
];

const filtered = { kept: 'the filter', enter: (desk: Desk) => choose(desk, 'Queens') };

/** Of the guests alone: the sign-in itself is renewed. */
const offline = (desk: Desk, isOffline: boolean) =>
  desk.inMain(({ webContents }, off) => {
    for (const contents of webContents.getAllWebContents()) {
      if (contents.getType() === 'webview') contents.session.enableNetworkEmulation({ offline: off });
    }
  }, isOffline);

const showWindow = (desk: Desk, isShown: boolean) =>
  desk.inMain(({ BrowserWindow }, show) => {
    const [window] = BrowserWindow.getAllWindows();
    if (show) window?.show();
    else window?.hide();
  }, isShown);

/** Until the window manager has done it. */
const minimise = (desk: Desk, isMinimised: boolean) =>
  desk.inMain(async ({ BrowserWindow }, minimised) => {
    const [window] = BrowserWindow.getAllWindows();
    if (!window) throw new Error('There is no window.');
    if (window.isMinimized() === minimised) return;
    const done = new Promise<void>((resolve) => {
      if (minimised) window.once('minimize', resolve);
      else window.once('restore', resolve);
    });
    if (minimised) window.minimize();
    else window.restore();
    await done;
  }, isMinimised);

async function failedStandby(desk: Desk): Promise<void> {
  const standby = desk.app.window.locator('[data-role="standby"]');
  await standby.waitFor({ state: 'attached' });
  await standby.waitFor({ state: 'detached' });
}

export const servers: SituationGroup = {
  title: 'has servers that are slow, silent or strange',
  situations: [
    {
      name: 'Sigma says late that the data is there',
      ...filtered,
      swap: 'at once',
      behaviour: { messages: { 'workbook:dataloaded': { delayMs: 3_000 } } },
    },
    {
      name: 'Sigma never says that the data is there',
      ...filtered,
      swap: 'at once',
      behaviour: { messages: { 'workbook:dataloaded': { times: 0 } } },
    },
    {
      name: 'Sigma says everything twice',
      ...filtered,
      swap: 'at once',
      behaviour: { messages: Object.fromEntries(types.map((type) => [type, { times: 2 }])) },
    },
    {
      name: 'Sigma says that it has loaded after its data is there',
      ...filtered,
      swap: 'at once',
      behaviour: { messages: { 'workbook:loaded': { after: 'workbook:dataloaded' } } },
    },
    {
      name: 'Sigma says things that no document names',
      ...filtered,
      swap: 'at once',
      behaviour: { unknown: true },
    },
    {
      name: 'Sigma refuses the new session once',
      ...filtered,
      swap: 'second try',
      async before({ demo }) {
        await demo.controls.sigma.refuseNext({ code: 'UNKNOWN', message: 'Something went wrong' });
      },
    },
    {
      name: 'one element of the new session fails',
      ...filtered,
      swap: 'second try',
      async before({ demo }) {
        await demo.controls.sigma.failQueries({ element: 'hours', code: 'UNKNOWN', message: 'Something went wrong' });
      },
      asksMore: true,
    },
    {
      name: 'the network goes away during the load',
      ...filtered,
      swap: 'second try',
      before: (desk) => offline(desk, true),
      async meanwhile(desk) {
        await failedStandby(desk);
        await offline(desk, false);
      },
    },
    {
      name: 'the sign-in is renewed again during the load',
      ...filtered,
      swap: 'at once',
      async meanwhile(desk) {
        await desk.app.window.locator('[data-role="standby"]').waitFor({ state: 'attached' });
        await desk.renew();
      },
      asksMore: true,
    },
    {
      name: 'a control is changed during the load',
      kept: 'the change',
      swap: 'at once',
      async enter() {},
      leave: (desk) => choose(desk, 'Queens'),
      asksMore: true,
    },
  ],
};

const unseenUntilTheEnd = { ...filtered, swap: 'after it', unseen: true, loads: 'after it' } as const;

export const unseen: SituationGroup = {
  title: 'does not see the workbook',
  surroundings: 'a window manager',
  situations: [
    {
      name: 'the window is hidden',
      ...unseenUntilTheEnd,
      before: (desk) => showWindow(desk, false),
      leave: (desk) => showWindow(desk, true),
    },
    {
      name: 'the window is minimised',
      ...unseenUntilTheEnd,
      before: (desk) => minimise(desk, true),
      leave: (desk) => minimise(desk, false),
    },
  ],
};
