/** What lies over everything as a dialog of its own: the settings, or the list of keys. Main says which is open. */
import { useRef } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import type { Sheet } from '../../shared/state.ts';
import { CloseIcon } from '../components/icons.tsx';
import { late } from '../components/late.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';

/** The head of the dialog is there at once, and with it the way out. */
const Page = late(async () => (await import('./sheet-page.tsx')).SheetPage);

export function SheetDialog() {
  const { bridge, state, ask } = useApp();
  const { sheet } = state.window;
  // While it goes, it is the one that was open.
  const last = useRef<Sheet | null>(null);
  last.current = sheet ?? last.current;
  const shown = sheet ?? last.current;
  return (
    <ModalOverlay
      className="modal-overlay"
      isOpen={sheet !== null}
      onOpenChange={(isOpen) => !isOpen && void ask(() => bridge.sheets.close())}
      isDismissable
    >
      <Modal className="modal sheet">
        <Dialog className="about-dialog" data-testid="sheet" data-sheet={shown}>
          {shown && <Shown sheet={shown} />}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Shown({ sheet }: { sheet: Sheet }) {
  const text = useText()[sheet];
  const { bridge, ask } = useApp();
  return (
    <>
      <div className="about-head">
        <Heading slot="title" level={2}>
          {text.title}
        </Heading>
        <Button
          className="icon-button"
          aria-label={text.close}
          data-testid="sheet-close"
          onPress={() => ask(() => bridge.sheets.close())}
        >
          <CloseIcon />
        </Button>
      </div>
      <Page sheet={sheet} />
    </>
  );
}
