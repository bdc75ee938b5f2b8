/** Asks whether anybody is there, before people are signed out. Moving the mouse is an answer too: main notices it. */
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { format, plural } from '../../shared/text/format.ts';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { useNow } from '../context/use-now.ts';

export function AbsenceDialog() {
  const { bridge, state, ask } = useApp();
  // Asked once, in the window that was used last.
  const signsOutAt = state.window.isUsedLast ? state.signsOutAt : null;
  const stay = () => void ask(() => bridge.absence.stay());
  return (
    <ModalOverlay
      className="modal-overlay"
      isOpen={signsOutAt !== null}
      onOpenChange={(isOpen) => !isOpen && stay()}
      isDismissable
    >
      <Modal className="modal">
        <Dialog role="alertdialog" className="dialog" data-testid="absence">
          {signsOutAt !== null && <Question signsOutAt={signsOutAt} onStay={stay} />}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Question({ signsOutAt, onStay }: { signsOutAt: number; onStay: () => void }) {
  const text = useText();
  const count = Math.max(1, Math.round((signsOutAt - useNow()) / 1_000));
  return (
    <>
      <Heading slot="title" level={2}>
        {text.absence.title}
      </Heading>
      <p>{format(plural(text.absence.question, count, text.locale), { count })}</p>
      <div className="dialog-actions">
        <Button className="button" data-variant="primary" data-testid="stay" autoFocus onPress={onStay}>
          {text.absence.stay}
        </Button>
      </div>
    </>
  );
}
