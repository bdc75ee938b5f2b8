/** The dialogs that are read late: a set-up file that is offered, and one that is to be saved. */
import type { ReactNode } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import { useApp } from '../../context/app-context.tsx';
import { useText } from '../../context/text-context.tsx';
import { late } from '../late.tsx';

interface FrameProps {
  onClose(): void;
  readonly children?: ReactNode;
}

/** Why it never came is told where it would be. */
function Frame({ onClose, children }: FrameProps) {
  const { setUpOffer } = useText();
  if (!children) return <div data-testid="late" />;
  return (
    <ModalOverlay className="modal-overlay" isOpen onOpenChange={(isOpen) => !isOpen && onClose()} isDismissable>
      <Modal className="modal">
        <Dialog className="dialog" aria-label={setUpOffer.accept}>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

const Offer = late(async () => (await import('./set-up-offer.tsx')).SetUpOfferDialog, Frame);
export const HandOut = late(async () => (await import('./hand-out-dialog.tsx')).HandOutDialog, Frame);

/** It belongs to the window: a file may be brought to any screen that takes one. */
export function LateSetUpOffer() {
  const { setUpOffer, dismissSetUp } = useApp();
  return setUpOffer && <Offer offer={setUpOffer} onClose={dismissSetUp} />;
}
