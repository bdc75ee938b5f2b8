/** Asks before a window closes, or the program ends, in which something of a workbook would be lost. */
import { ConfirmDialog } from '../components/confirm-dialog.tsx';
import { useClosing } from '../components/use-closing.ts';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';

export function LeavingQuestion() {
  const { leaving: texts } = useText();
  const { state, view } = useApp();
  const isEditing = state.window.panes.some(({ edit }) => edit !== null);
  // What another window saves goes on without this one.
  const isOfHere = (paneId: string) =>
    state.windows.length < 2 || state.window.panes.some((pane) => pane.paneId === paneId);
  const isSaving = state.downloads.some(
    ({ status, paneId }) => (status === 'running' || status === 'paused') && isOfHere(paneId),
  );
  // A form asks for itself, and two questions at once would be one too many.
  const closing = useClosing((isEditing || isSaving) && view.kind !== 'set-up');
  return (
    <ConfirmDialog
      isOpen={closing.isAsked}
      onOpenChange={closing.stay}
      title={texts.question}
      consequence={[isEditing && texts.editing, isSaving && texts.saving].filter(Boolean).join(' ')}
      confirm={texts.confirm}
      cancel={texts.cancel}
      onConfirm={closing.close}
    />
  );
}
