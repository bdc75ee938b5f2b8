/** The dialog about the program itself: what it is, what it is made of, what is new, what it keeps of crashes. */
import { useEffect, useRef } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import type { AboutPage } from '../../shared/about.ts';
import { BackIcon, CloseIcon } from '../components/icons.tsx';
import { late } from '../components/late.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';

/** The head of the dialog is there at once, and with it the way out. */
const Page = late(async () => (await import('./about-page.tsx')).AboutPageBody);

/** Main says whether it is open, and at which page: the menu bar opens it too. */
export function AboutDialog() {
  const { bridge, state, ask } = useApp();
  const page = state.window.about;
  return (
    <ModalOverlay
      className="modal-overlay"
      isOpen={page !== null}
      onOpenChange={(isOpen) => !isOpen && void ask(() => bridge.about.close())}
      isDismissable
    >
      <Modal className="modal about">
        <Dialog className="about-dialog" data-testid="about" data-page={page}>
          {page && <Shown page={page} />}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Shown({ page }: { page: AboutPage }) {
  const text = useText().about;
  const { bridge, ask } = useApp();
  const body = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);

  // What was pressed to come here is gone with its page. The heading is read, and Tab goes on from there.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the page that changes
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    if (body.current) body.current.scrollTop = 0;
  }, [page]);

  return (
    <>
      <div className="about-head">
        {page !== 'program' && (
          <Button
            className="icon-button"
            aria-label={text.back}
            data-testid="about-back"
            onPress={() => ask(() => bridge.about.show({ page: 'program' }))}
          >
            <BackIcon />
          </Button>
        )}
        <Heading slot="title" level={2} ref={heading} tabIndex={-1}>
          {text.titles[page]}
        </Heading>
        <Button
          className="icon-button"
          aria-label={text.close}
          data-testid="about-close"
          onPress={() => ask(() => bridge.about.close())}
        >
          <CloseIcon />
        </Button>
      </div>
      <div className="about-body" ref={body}>
        <Page key={page} page={page} />
      </div>
    </>
  );
}
