/** The import of a QuickStart file: the button that leads to it, and the report of what came of it. */
import { type ReactNode, useState } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { createPortal } from 'react-dom';
import type { EnvImportReport } from '../../shared/env-import-report.ts';
import { changeItemText } from '../../shared/text/change-text.ts';
import { remarkText } from '../../shared/text/error-text.ts';
import { format } from '../../shared/text/format.ts';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { BusyButton } from './busy-button.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { useFileDrop } from './use-file-drop.ts';

/** Wherever this button is, a file may be dropped onto the window too; what comes back is a report without secrets. */
export function ImportEnv({ children }: { children: ReactNode }) {
  const { importEnv: texts } = useText();
  const { importFiles, importing } = useApp();
  const [isOpen, setIsOpen] = useState(false);
  const take = (files: readonly File[]) => {
    if (importing) return;
    setIsOpen(false);
    void importFiles(files);
  };
  const isOver = useFileDrop(take);
  return (
    <>
      <BusyButton
        className="button"
        data-variant="secondary"
        data-testid="import-env"
        isBusy={importing}
        onPress={() => setIsOpen(true)}
      >
        {children}
      </BusyButton>
      <ImportDialog isOpen={isOpen} onOpenChange={setIsOpen} onFiles={take} />
      {isOver &&
        createPortal(
          <div className="drop-here" data-testid="drop-here">
            {texts.dropHere}
          </div>,
          document.body,
        )}
    </>
  );
}

/** What came of an import. It belongs to the window: the screen that asked may be gone by now. */
export function ImportReport() {
  const text = useText();
  const texts = text.importReport;
  const { bridge, ask, go, importReport: report, dismissImport } = useApp();

  const leave = async (to: 'home' | 'set-up') => {
    if (!report) return;
    const { profileId } = report;
    dismissImport();
    // Main selects what it imports; but a second start of the program may have imported another one since.
    await ask(() => bridge.profiles.select({ profileId }));
    go(to === 'set-up' ? { kind: 'set-up', profileId } : { kind: 'home' });
  };
  return (
    <ModalOverlay
      className="modal-overlay"
      isOpen={report !== null}
      onOpenChange={(isOpen) => !isOpen && void leave('home')}
    >
      <Modal className="modal">
        <Dialog className="dialog" data-testid="import-report">
          {report && (
            <>
              <Heading slot="title" level={2}>
                {format(report.changes ? texts.upToDate : texts.setUp, { profile: report.profileName })}
              </Heading>
              <Outcome report={report} />
              {report.holdsSecrets && <p className="delete-file">{texts.deleteFile}</p>}
              <div className="dialog-actions">
                <Button className="button" data-variant="quiet" onPress={() => leave('set-up')}>
                  {texts.lookAtSetUp}
                </Button>
                <Button
                  className="button"
                  data-variant="primary"
                  data-testid="import-continue"
                  autoFocus
                  onPress={() => leave('home')}
                >
                  {texts.continue}
                </Button>
              </div>
            </>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** What the file changed, and what is worth knowing of it. Secrets are named without their values. */
function Outcome({ report: { changes, remarks } }: { report: EnvImportReport }) {
  const text = useText();
  const texts = text.importReport;
  return (
    <>
      {changes === null && remarks.length === 0 && <p>{texts.everything}</p>}
      {changes?.length === 0 && <p>{texts.nothingChanged}</p>}
      {changes && changes.length > 0 && (
        <>
          <p>{texts.changed}</p>
          <ul className="remarks" data-testid="import-changes">
            {changes.map((change) => (
              <li key={change}>{changeItemText(text, change)}</li>
            ))}
          </ul>
        </>
      )}
      {remarks.length > 0 && (
        <>
          <p>{changes === null ? texts.withRemarks : texts.remarks}</p>
          <ul className="remarks">
            {remarks.map(({ code, values }) => (
              <li key={code}>{remarkText(text, code, values)}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
