/** Situations of a person who goes to other documents, and changes them. */
import { type Desk, LONG, type SituationGroup } from './situation.ts';
import {
  choose,
  click,
  closeDialog,
  documentNamed,
  goTo,
  into,
  keys,
  lettersOf,
  mode,
  openDialog,
  retype,
  told,
} from './steps.ts';

async function edit(desk: Desk, title: string): Promise<void> {
  await into(desk);
  await mode(desk, 'edit');
  await retype(desk, 'h1', title);
}

export const documents: SituationGroup = {
  title: 'moves between documents',
  situations: [
    {
      name: 'another document is open',
      kept: 'the document',
      swap: 'at once',
      async enter(desk) {
        const { id } = documentNamed(desk, 'Winter Operations');
        await click(desk, '[data-testid="menu-folder"]');
        await click(desk, `[data-testid="folder-${id}"]`);
        await (await desk.workbook()).locator('h1', { hasText: 'Winter Operations' }).waitFor();
        await told(desk, ({ document }) => document.title === 'Winter Operations');
      },
    },
    {
      name: 'the list of documents is open',
      kept: 'the list',
      swap: 'after it',
      tokenSeconds: LONG,
      enter: (desk) => click(desk, '[data-testid="menu-folder"]'),
      leave: closeDialog,
    },
    {
      name: 'a filter is set on a page of another document',
      kept: 'the document, its page and the filter',
      swap: 'at once',
      async enter(desk) {
        await goTo(desk, 'Winter Operations', 'page-trips');
        await choose(desk, 'The Bronx');
      },
    },
    {
      name: 'a report is open',
      kept: 'the report',
      swap: 'at once',
      enter: (desk) => goTo(desk, 'The Month'),
    },
    {
      name: 'the workbook was saved as a copy',
      kept: 'the copy',
      swap: 'at once',
      async enter(desk) {
        await into(desk);
        await openDialog(desk, 'save-as');
        await keys(desk, '[data-testid="modal-name"]', lettersOf('My copy'));
        await click(desk, '[data-testid="modal-save"]');
        await (await desk.workbook()).locator('h1', { hasText: 'My copy' }).waitFor();
        await told(desk, ({ document }) => document.title === 'My copy');
      },
    },
    {
      name: 'a title is edited and not published',
      kept: 'edit mode and the unsaved title, up to the end of editing',
      swap: 'after it',
      tokenSeconds: LONG,
      enter: (desk) => edit(desk, 'Taxi trips of the city'),
      loads: 'after it',
      leave: (desk) => mode(desk, 'view'),
      says: /You are editing/,
      blinks: 'h1',
    },
    {
      name: 'an edited title is published in the end',
      kept: 'edit mode, up to the title that everybody sees then',
      swap: 'after it',
      tokenSeconds: LONG,
      loads: 'after it',
      enter: (desk) => edit(desk, 'Taxi trips of the town'),
      async leave(desk) {
        await click(desk, '[data-testid="menu-publish"]');
        await (await desk.workbook()).locator('h1[contenteditable="false"]').waitFor();
      },
      says: /You are editing/,
      blinks: 'h1',
    },
  ],
};
