import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';

type ConfirmDialogProps = {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  text: string;
  confirm: string;
  /** Says what happens to the thing at hand when nothing is done. */
  cancel?: string;
  onConfirm: () => void;
};

/** Asks before something that cannot be taken back. The focus starts on the harmless answer. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { isOpen, onOpenChange, title, text, confirm, cancel = 'Cancel', onConfirm } = props;
  return (
    <ModalOverlay className="modal-overlay" isOpen={isOpen} onOpenChange={onOpenChange} isDismissable>
      <Modal className="modal">
        <Dialog role="alertdialog" className="dialog" data-testid="confirm-dialog">
          {({ close }) => (
            <>
              <Heading slot="title" level={2}>
                {title}
              </Heading>
              <p>{text}</p>
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
