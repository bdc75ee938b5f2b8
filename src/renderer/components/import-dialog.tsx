/** The ways to bring a QuickStart file into the program: drop it, choose it, or paste its text. */
import { type ClipboardEvent, useId, useRef, useState } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { BusyButton } from './busy-button.tsx';

interface ImportDialogProps {
  readonly isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
  onFiles(files: readonly File[]): void;
}

export function ImportDialog({ isOpen, onOpenChange, onFiles }: ImportDialogProps) {
  const { importEnv } = useText();
  return (
    <ModalOverlay className="modal-overlay" isOpen={isOpen} onOpenChange={onOpenChange} isDismissable>
      <Modal className="modal">
        <Dialog className="dialog" data-testid="import-dialog">
          {({ close }) => (
            <>
              <Heading slot="title" level={2}>
                {importEnv.title}
              </Heading>
              <p>{importEnv.lead}</p>
              <Ways close={close} onFiles={onFiles} />
            </>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/**
 * The text lies in the field and nowhere else: no state of React holds it, and the field is emptied, with what could be
 * undone in it, before main is asked.
 */
function Ways({ close, onFiles }: { close: () => void; onFiles: ImportDialogProps['onFiles'] }) {
  const { common, importEnv: texts } = useText();
  const { state, importing, chooseEnv, importContent } = useApp();
  const field = useRef<HTMLTextAreaElement>(null);
  const [isMissing, setIsMissing] = useState(false);
  const ids = { field: useId(), help: useId(), problem: useId() };

  const importText = () => {
    const text = field.current?.value ?? '';
    if (text.trim() === '') {
      setIsMissing(true);
      field.current?.focus();
      return;
    }
    if (field.current) field.current.value = '';
    close();
    void importContent(new Blob([text]));
  };
  const paste = (event: ClipboardEvent) => {
    const { files } = event.clipboardData;
    if (files.length === 0) return;
    event.preventDefault();
    onFiles([...files]);
  };
  const choose = async () => {
    if ((await chooseEnv()) !== 'nothing chosen') close();
  };
  return (
    <>
      <div className="import-field">
        <label htmlFor={ids.field}>{texts.text}</label>
        <textarea
          id={ids.field}
          ref={field}
          className="input code"
          data-testid="import-text"
          data-invalid={isMissing || undefined}
          rows={6}
          // biome-ignore lint/a11y/noAutofocus: the dialog was asked for, and this is what most people came for
          autoFocus
          autoComplete="off"
          spellCheck={false}
          translate="no"
          aria-invalid={isMissing}
          aria-describedby={`${ids.problem} ${ids.help}`}
          onPaste={paste}
          onInput={() => setIsMissing(false)}
        />
        <span className="problem" id={ids.problem} role="status">
          {isMissing && texts.missing}
        </span>
        <p className="help" id={ids.help}>
          {texts.help}
        </p>
        {state.platform.startsWith('linux') && <p className="help">{texts.hiddenOnLinux}</p>}
      </div>
      <div className="dialog-actions">
        <Button className="button" data-variant="quiet" onPress={close}>
          {common.cancel}
        </Button>
        <BusyButton
          className="button"
          data-variant="secondary"
          data-testid="choose-env-file"
          isBusy={importing}
          onPress={choose}
        >
          {texts.choose}
        </BusyButton>
        <BusyButton
          className="button"
          data-variant="primary"
          data-testid="import-pasted"
          isBusy={importing}
          onPress={importText}
        >
          {texts.import}
        </BusyButton>
      </div>
    </>
  );
}
