/** A question before something that cannot be taken back. */
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useText } from '../context/text-context.tsx';

interface ConfirmDialogProps {
  readonly isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
  readonly title: string;
  /** What follows from the answer. */
  readonly consequence: string;
  readonly confirm: string;
  /** Says what happens to the thing at hand when nothing is done. */
  readonly cancel?: string;
  onConfirm(): void;
}

/** The focus starts on the harmless answer. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { common } = useText();
  const { isOpen, onOpenChange, title, consequence, confirm, cancel = common.cancel, onConfirm } = props;
  return (
    <ModalOverlay className="modal-overlay" isOpen={isOpen} onOpenChange={onOpenChange} isDismissable>
      <Modal className="modal">
        <Dialog role="alertdialog" className="dialog" data-testid="confirm-dialog">
          {({ close }) => (
            <>
              <Heading slot="title" level={2}>
                {title}
              </Heading>
              <p>{consequence}</p>
              <div className="dialog-actions">
                <Button className="button" data-variant="secondary" autoFocus onPress={close}>
                  {cancel}
                </Button>
                <Button
                  className="button"
                  data-variant="danger"
                  data-testid="confirm"
                  onPress={() => {
                    close();
                    onConfirm();
                  }}
                >
                  {confirm}
                </Button>
              </div>
            </>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
