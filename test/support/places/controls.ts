/** Situations of a person at the controls of a workbook. */
import { LONG, type SituationGroup } from './situation.ts';
import {
  awayWithThePointer,
  choose,
  click,
  expectValue,
  hold,
  into,
  keys,
  lettersOf,
  note,
  openTrips,
  pointAt,
  press,
} from './steps.ts';

const moreControls = { moreControls: true };
const NOTE = '#note-control';
/** Everything that an address, a list of values or an encoded message could take for its own. */
const special = 'Zürich & Söhne, 100 % #1 / a=b+c?';

export const controls: SituationGroup = {
  title: 'sets the controls',
  situations: [
    {
      name: 'a control has another value',
      kept: 'the value',
      swap: 'at once',
      enter: (desk) => choose(desk, 'Queens'),
    },
    {
      name: 'a control has several values',
      kept: 'all of them',
      swap: 'at once',
      async enter(desk) {
        await choose(desk, 'Queens');
        await choose(desk, 'Brooklyn');
      },
    },
    {
      name: 'a value holds signs that mean something in an address',
      kept: 'the value, sign by sign',
      swap: 'at once',
      behaviour: moreControls,
      enter: (desk) => note(desk, special),
      blinks: NOTE,
    },
    {
      name: 'Sigma encodes the values that it tells',
      kept: 'the values as they were typed',
      swap: 'at once',
      behaviour: { ...moreControls, encodeVariables: true },
      async enter(desk) {
        await note(desk, special);
        await choose(desk, 'Queens');
        await choose(desk, 'The Bronx');
      },
    },
    {
      name: 'a slider was moved with the keys',
      kept: 'its value, and the focus on it',
      swap: 'at once',
      async enter(desk) {
        await into(desk);
        // One by one: of queries that are under way together, the older may come to the warehouse last.
        for (let times = 0; times < 7; times += 1) {
          await keys(desk, '#min-fare', ['Right']);
          await desk.answered();
        }
        await expectValue(desk, '#min-fare', '7');
      },
      blinks: '#min-fare',
    },
    {
      name: 'an entry of a list is chosen',
      kept: 'the entry, and the focus on it',
      swap: 'at once',
      behaviour: moreControls,
      async enter(desk) {
        await into(desk);
        await keys(desk, '#shift-control', ['Down']);
        await expectValue(desk, '#shift-control', 'Day');
      },
      blinks: '#shift-control',
    },
    {
      name: 'the caret stands in the middle of a word',
      kept: 'the caret',
      swap: 'at once',
      behaviour: moreControls,
      async enter(desk) {
        await note(desk, 'night shift');
        const frame = await desk.workbook();
        await frame.locator(NOTE).evaluate((field) => (field as HTMLInputElement).setSelectionRange(5, 5));
      },
      blinks: NOTE,
    },
    {
      name: 'a row was sorted to the top',
      kept: 'the order of the rows',
      swap: 'at once',
      async enter(desk) {
        await openTrips(desk);
        await click(desk, '[data-testid="sort-fare_amount"]');
      },
    },
    {
      name: 'a value is half typed',
      kept: 'every letter, up to the value that is typed in the end',
      swap: 'after it',
      tokenSeconds: LONG,
      behaviour: moreControls,
      async enter(desk) {
        await into(desk);
        await keys(desk, NOTE, lettersOf('half a wo'));
        await expectValue(desk, NOTE, 'half a wo');
      },
      async leave(desk) {
        await keys(desk, NOTE, [...'rd', 'Return']);
      },
      blinks: NOTE,
      asksMore: true,
    },
    {
      name: 'a word is composed by an input method',
      kept: 'the composition, up to the word that comes of it',
      swap: 'after it',
      tokenSeconds: LONG,
      behaviour: moreControls,
      async enter(desk) {
        await into(desk);
        const frame = await desk.workbook();
        await frame.locator(NOTE).focus();
        const devtools = await frame.page().context().newCDPSession(frame);
        await devtools.send('Input.imeSetComposition', { text: 'にほ', selectionStart: 2, selectionEnd: 2 });
        await expectValue(desk, NOTE, 'にほ');
      },
      async leave(desk) {
        const frame = await desk.workbook();
        const devtools = await frame.page().context().newCDPSession(frame);
        await devtools.send('Input.insertText', { text: '日本' });
        await keys(desk, NOTE, ['Return']);
        await expectValue(desk, NOTE, '日本');
      },
      blinks: NOTE,
      asksMore: true,
    },
    {
      name: 'a slider is held with the mouse',
      kept: 'the slider in the hand, up to the value where it is let go',
      swap: 'after it',
      tokenSeconds: LONG,
      async enter(desk) {
        await hold(desk, '#min-fare', { across: 0.07 });
        await pointAt(desk, '#min-fare', { across: 0.3 });
        await expectValue(desk, '#min-fare', /^[12]\d$/);
      },
      async leave(desk) {
        await pointAt(desk, '#min-fare', { across: 0.5 });
        await desk.hands.release();
        await desk.answered();
        await awayWithThePointer(desk);
      },
      asksMore: true,
    },
    {
      name: 'a list is open',
      kept: 'the open list, and the entry that is chosen in the end',
      swap: 'after it',
      tokenSeconds: LONG,
      behaviour: moreControls,
      enter: (desk) => press(desk, '#shift-control'),
      async leave(desk) {
        // The open list takes the keys before the page does.
        await desk.hands.strike(['Down', 'Return']);
        await expectValue(desk, '#shift-control', 'Day');
        await into(desk);
      },
      asksMore: true,
    },
  ],
};
