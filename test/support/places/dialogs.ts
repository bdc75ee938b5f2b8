/** Situations of a person with a dialog, a menu or another screen before them. */
import { LONG, type SituationGroup } from './situation.ts';
import { closeDialog, expectValue, into, keys, lettersOf, openDialog } from './steps.ts';

export const dialogs: SituationGroup = {
  title: 'has a dialog or a menu open',
  situations: [
    {
      name: 'the export dialog is open',
      kept: 'the dialog',
      swap: 'after it',
      tokenSeconds: LONG,
      enter: (desk) => openDialog(desk, 'export'),
      leave: closeDialog,
    },
    {
      name: 'the dialog for schedules is open',
      kept: 'the dialog',
      swap: 'after it',
      tokenSeconds: LONG,
      enter: (desk) => openDialog(desk, 'schedule'),
      leave: closeDialog,
    },
    {
      name: 'the name of a copy is half typed',
      kept: 'the dialog and every letter in it',
      swap: 'after it',
      tokenSeconds: LONG,
      async enter(desk) {
        await into(desk);
        await openDialog(desk, 'save-as');
        await keys(desk, '[data-testid="modal-name"]', lettersOf('My co'));
        await expectValue(desk, '[data-testid="modal-name"]', 'My co');
      },
      leave: closeDialog,
      blinks: '[data-testid="modal-name"]',
    },
    {
      name: 'the panel of details is open',
      kept: 'the panel, and the focus in it',
      swap: 'at once',
      async enter(desk) {
        await desk.app.window.getByTestId('details').click();
        await desk.app.window.getByTestId('details-panel').waitFor();
      },
      // It tells when the sign-in was renewed.
      runs: '[data-testid="details-panel"]',
    },
    {
      name: "the program's own menu is open",
      kept: 'the menu, and the focus in it',
      swap: 'at once',
      async enter(desk) {
        await desk.app.window.getByTestId('menu').click();
        await desk.app.window.getByRole('menu').waitFor();
      },
    },
  ],
};
