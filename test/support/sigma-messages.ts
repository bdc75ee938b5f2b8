/**
 * Every message between Sigma's page and ours: what it does here, and the test that shows it. `docs/sigma-messages.md` is
 * written from it; a message that has no row does not pass the type check.
 */
import type { SigmaCommand } from '../../src/shared/sigma/commands.ts';
import type { sigmaEventTypes } from '../../src/shared/sigma/event-types.ts';

interface MessageRow {
  readonly does: string;
  /** A file that names the message. */
  readonly test: string;
}

const panes = 'test/unit/viewer/panes';
const viewState = 'test/unit/viewer/view-state.test.ts';
const inside = `${panes}/inside.test.ts`;
const following = `${panes}/following.test.ts`;
const schemas = 'test/unit/shared/sigma/messages.test.ts';

const outbound: Readonly<Record<(typeof sigmaEventTypes)[number], MessageRow>> = {
  'workbook:loaded': {
    does: 'The workbook stands: the picture may show. What the address could not carry is sent now.',
    test: `${panes}/opening.test.ts`,
  },
  'workbook:dataloaded': {
    does: 'The data of the wanted place is there: a waiting workbook may take over, and the bar tells how old the data is.',
    test: `${panes}/swap.test.ts`,
  },
  'workbook:error': {
    does: 'Newer grants, another load or an error with its remedy, by code; what a bookmark cannot do is told beside the command.',
    test: `${panes}/expired-token.test.ts`,
  },
  'workbook:chart:error': {
    does: 'A quiet hint at the bar; newer grants once, where it says that the token is over.',
    test: `${panes}/chart-errors.test.ts`,
  },
  'workbook:variables:onchange': {
    does: 'The values of the controls, encoded or plain: part of the place, shown in our panel.',
    test: viewState,
  },
  'workbook:variables:current': {
    does: 'The same, as the answer to a question: whether a waiting workbook has the wanted values.',
    test: `${panes}/view-kept.test.ts`,
  },
  'workbook:exploreKey:onchange': { does: 'The exploration, part of the place.', test: `${panes}/exploring.test.ts` },
  'workbook:bookmark:oncreate': { does: 'The open bookmark, and one more in the list.', test: viewState },
  'workbook:bookmark:onchange': { does: 'The open bookmark, part of the place.', test: viewState },
  'workbook:bookmark:ondelete': { does: 'One less in the list; no place leads to it any more.', test: viewState },
  'workbook:bookmark:onupdate': {
    does: 'Its name, and whether it is shared or the default, in the list.',
    test: inside,
  },
  'workbook:selectednodeid:onchange': { does: 'The chosen element or page, part of the place.', test: viewState },
  'workbook:fullscreen:onchange': {
    does: 'Whether an element is maximised, part of the place; which one is not said, so the page is looked at.',
    test: following,
  },
  'workbook:pageheight:onchange': {
    does: 'How much of the page is on paper. On screen a workbook has the whole pane and scrolls by itself.',
    test: schemas,
  },
  'workbook:id:onchange': {
    does: 'Another document is on screen, part of the place; what was met in the last one is forgotten.',
    test: inside,
  },
  'url:onchange': {
    does: 'The path of the document on screen: where the next session begins, and whether it is edited.',
    test: following,
  },
  'workbook:published': { does: 'What is on screen is out of date: a reload is offered.', test: inside },
  'workbook:saveas': {
    does: 'Nothing by itself: the copy comes on screen as a document of its own. Both spellings of its id are taken.',
    test: schemas,
  },
  'workbook:ondelete': { does: 'Says so, and leads back to the workbook of the profile.', test: following },
  'action:outbound': {
    does: 'A notification, or what the profile allows for that name, asked about the first time.',
    test: inside,
  },
  'workbook:chart:onvalueselect': { does: 'The element is met: our panel lists it.', test: schemas },
  'workbook:table:oncellselect': { does: 'The element is met: our panel lists it.', test: schemas },
  'workbook:pivottable:oncellselect': { does: 'The element is met: our panel lists it.', test: schemas },
  'document:element:nodata': { does: 'A quiet hint at the bar.', test: inside },
};

const inbound: Readonly<Record<SigmaCommand['type'], MessageRow>> = {
  'workbook:variables:list': {
    does: 'Asked after values were sent, to know that they are there.',
    test: `${panes}/view-kept.test.ts`,
  },
  'workbook:variables:update': {
    does: 'Values that the address could not carry, or that were chosen since; our panel; linked panes.',
    test: `${panes}/view-kept.test.ts`,
  },
  'workbook:refresh': {
    does: 'Refresh: the button, F5, the interval of a workbook, and after a sleep.',
    test: `${panes}/refresh.test.ts`,
  },
  'workbook:bookmark:create': { does: 'The panel of bookmarks.', test: inside },
  'workbook:bookmark:select': { does: 'The panel of bookmarks.', test: inside },
  'workbook:bookmark:update': { does: 'The panel of bookmarks.', test: inside },
  'workbook:bookmark:delete': { does: 'The panel of bookmarks.', test: inside },
  'workbook:fullscreen:update': {
    does: 'The menu of the workbook; and brings a maximised element back after a renewal.',
    test: following,
  },
  'workbook:selectednodeid:update': {
    does: 'The panel of pages and elements; and brings the chosen element back after a renewal.',
    test: following,
  },
  'workbook:modal:toggle': { does: 'The menu of the workbook: export, schedule, save as.', test: inside },
  'workbook:mode:update': {
    does: 'The menu of the workbook: view, explore, edit; and the way out of edit mode.',
    test: inside,
  },
  'document:navigateto': {
    does: 'Can be sent, and nothing in the program does: the names of its fields are unverified.',
    test: schemas,
  },
  'report:download': { does: 'The menu of the workbook, on a report.', test: schemas },
  'workbook:sharinglink:update': {
    does: 'Is never sent: Sigma takes http and https alone, and a link of ours is neither.',
    test: schemas,
  },
};

export const sigmaMessages = { outbound, inbound };
