/** The palette as the window holds it: its code is read late. */
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import { late } from '../components/late.tsx';
import { useAsks } from '../components/use-asks.ts';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { type SeenValues, withSeen } from '../model/seen-values.ts';

const Palette = late(async () => (await import('./palette.tsx')).Palette, Frame);

export function LatePalette() {
  const [isOpen, setOpen] = useState(false);
  /** Before that nothing of it is needed; afterwards it stays, so that it can go slowly. */
  const [wasOpen, setWasOpen] = useState(false);
  const seen = useSeenValues();
  const close = useCallback(() => setOpen(false), []);
  useAsks({
    openPalette() {
      setWasOpen(true);
      setOpen(!isOpen);
    },
  });
  return wasOpen && <Palette isOpen={isOpen} onClose={close} seen={seen} />;
}

interface FrameProps {
  readonly isOpen: boolean;
  onClose(): void;
  readonly children?: ReactNode;
}

/** Why it never came is told where it would be. */
function Frame({ isOpen, onClose, children }: FrameProps) {
  const { palette } = useText();
  if (!children) return <div data-testid="late" />;
  return (
    <ModalOverlay
      className="modal-overlay palette-overlay"
      isOpen={isOpen}
      onOpenChange={(next) => !next && onClose()}
      isDismissable
    >
      <Modal className="modal palette">
        <Dialog className="palette-dialog" aria-label={palette.title}>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** The values that the controls of the workbook on screen have had, as long as it is there. */
function useSeenValues(): SeenValues {
  const { pane } = useApp();
  const [seen, setSeen] = useState<{ paneId: string | null; values: SeenValues }>({ paneId: null, values: new Map() });
  const paneId = pane?.paneId ?? null;
  const controls = pane?.place.controls;
  useEffect(() => {
    setSeen((before) => {
      const values = withSeen(before.paneId === paneId ? before.values : new Map(), controls ?? {});
      return values === before.values && before.paneId === paneId ? before : { paneId, values };
    });
  }, [paneId, controls]);
  return seen.values;
}
