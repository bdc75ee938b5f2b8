/** Situations of a person who looks at a workbook and touches little. */
import { type Desk, LONG, type SituationGroup } from './situation.ts';
import { awayWithThePointer, choose, click, into, maximise, openTrips, pointAt, press, scroll } from './steps.ts';

async function resize(desk: Desk, width: number, height: number): Promise<void> {
  await desk.inMain(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
    { width, height },
  );
  await (await desk.workbook()).waitForFunction((most) => innerWidth <= most, width);
}

export const looking: SituationGroup = {
  title: 'looks at a workbook',
  situations: [
    { name: 'nothing was touched', kept: 'all of it', swap: 'at once', async enter() {} },
    {
      name: 'the page is scrolled',
      kept: 'how far it is scrolled',
      swap: 'at once',
      enter: (desk) => scroll(desk, 'html', 174),
    },
    { name: 'another page is open', kept: 'the page', swap: 'at once', enter: openTrips },
    {
      name: 'a table is scrolled both ways',
      kept: 'how far it is scrolled, down and to the side',
      swap: 'at once',
      async enter(desk) {
        await resize(desk, 720, 600);
        await openTrips(desk);
        await scroll(desk, '.table-scroll', 333, 57);
      },
    },
    {
      name: 'an element is selected',
      kept: 'the selected element',
      swap: 'at once',
      async enter(desk) {
        await desk.command({
          type: 'workbook:selectednodeid:update',
          selectedNodeId: 'chart-hours',
          nodeType: 'element',
        });
        await (await desk.workbook()).locator('.card.selected').waitFor();
      },
    },
    {
      name: 'an element is maximised',
      kept: 'the maximised element',
      swap: 'at once',
      enter: (desk) => maximise(desk, 'chart-hours'),
    },
    {
      name: 'an element was maximised after the page was scrolled',
      kept: 'the maximised element, and how far the page under it is scrolled',
      swap: 'at once',
      async enter(desk) {
        await scroll(desk, 'html', 120);
        await maximise(desk, 'chart-hours');
      },
    },
    {
      name: 'a word is marked',
      kept: 'the marked word, until another place is pressed',
      swap: 'after it',
      tokenSeconds: LONG,
      async enter(desk) {
        await into(desk);
        const heading = (await desk.workbook()).locator('#chart-hours-title');
        await heading.evaluate((element) => getSelection()?.selectAllChildren(element));
      },
      leave: (desk) => click(desk, '#chart-zips-title'),
    },
    {
      name: 'the pointer rests on a chart',
      kept: "the chart's tip",
      swap: 'at once',
      async enter(desk) {
        await pointAt(desk, '#chart-revenue', { across: 0.4 });
        await (await desk.workbook()).locator('#tooltip:not([hidden])').waitFor();
      },
    },
    {
      name: 'a bar of a chart is chosen',
      kept: 'the element that it belongs to',
      swap: 'at once',
      async enter(desk) {
        await press(desk, '#chart-revenue');
        await (await desk.workbook()).locator('.card.selected').waitFor();
        await awayWithThePointer(desk);
      },
    },
    {
      name: 'a cell of a table is chosen',
      kept: 'the page and the element that it belongs to',
      swap: 'at once',
      async enter(desk) {
        await openTrips(desk);
        await click(desk, '#trips-table tbody tr:nth-child(3) td:nth-child(3)');
      },
    },
    {
      name: 'the workbook is zoomed',
      kept: 'the zoom',
      swap: 'at once',
      async enter(desk) {
        await desk.inMain(({ webContents }) => {
          const guest = webContents.getAllWebContents().find((contents) => contents.getType() === 'webview');
          for (const type of ['keyDown', 'keyUp'] as const) {
            guest?.sendInputEvent({ type, keyCode: '+', modifiers: ['control'] });
          }
        });
        await (await desk.workbook()).waitForFunction(() => devicePixelRatio > 1);
      },
    },
    {
      name: 'the window has another size',
      kept: 'what fits into it',
      swap: 'at once',
      enter: (desk) => resize(desk, 1_000, 640),
    },
    {
      name: 'the sign-in is renewed three times in a row',
      kept: 'a filter and how far the page is scrolled',
      swap: 'at once',
      renewals: 3,
      async enter(desk) {
        await choose(desk, 'Queens');
        await scroll(desk, 'html', 90);
      },
    },
    {
      name: 'the clock renews',
      kept: 'a filter',
      swap: 'at once',
      byItself: true,
      tokenSeconds: 40,
      enter: (desk) => choose(desk, 'Queens'),
    },
  ],
};

/** What is chosen in the system, once more with a person who changed something. */
const chosen: SituationGroup['situations'] = [
  {
    name: 'a control has another value',
    kept: 'the value',
    swap: 'at once',
    enter: (desk) => choose(desk, 'Queens'),
  },
  {
    name: 'an element is maximised',
    kept: 'the maximised element',
    swap: 'at once',
    enter: (desk) => maximise(desk, 'chart-hours'),
  },
];

export const lookingElsewhere: readonly SituationGroup[] = [
  { title: 'has a dark screen', surroundings: 'dark', situations: chosen },
  { title: 'asked for less motion', surroundings: 'reduced motion', situations: chosen },
  { title: 'looks at two platforms in one workbook', surroundings: 'two connections', situations: chosen },
];
