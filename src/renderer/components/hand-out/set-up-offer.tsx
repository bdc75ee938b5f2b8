/** A set-up file was brought here: what it holds, what has to be added, and the question whether it is to be taken over. */
import { type SubmitEvent, useState } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import type { AppErrorView } from '../../../shared/errors.ts';
import type { SetUpOffer } from '../../../shared/set-up-file.ts';
import { errorText } from '../../../shared/text/error-text.ts';
import { format, listText } from '../../../shared/text/format.ts';
import { useApp } from '../../context/app-context.tsx';
import { useText } from '../../context/text-context.tsx';
import { BusyButton } from '../busy-button.tsx';
import { ConcealedField } from './concealed-field.tsx';
import { DialogProblem } from './dialog-problem.tsx';
import { EMBED_SECRET, emptyOf, PASSPHRASE, secretOf, typedIn, typedSecrets } from './typed-fields.ts';

interface SetUpOfferProps {
  readonly offer: SetUpOffer;
  onClose(): void;
}

export function SetUpOfferDialog({ offer, onClose }: SetUpOfferProps) {
  const { setUpOffer: texts } = useText();
  const { profileName, isThere } = offer.preview;
  return (
    <ModalOverlay className="modal-overlay" isOpen onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Modal className="modal">
        <Dialog className="dialog" data-testid="set-up-offer">
          <Heading slot="title" level={2}>
            {format(isThere ? texts.titleUpdate : texts.title, { profile: profileName })}
          </Heading>
          <p>{texts.lead}</p>
          <Holds offer={offer} />
          <Answers offer={offer} onClose={onClose} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** Where sign-ins and tokens would go: that is what a person can judge. */
function Holds({ offer: { preview } }: { offer: SetUpOffer }) {
  const { setUpOffer: texts, locale } = useText();
  return (
    <dl className="facts offered" translate="no">
      <div>
        <dt>{texts.sigma}</dt>
        <dd>{preview.sigma}</dd>
      </div>
      <div>
        <dt>{texts.signIn}</dt>
        {preview.connections.map(({ label, address }) => (
          <dd key={label}>
            {label}: {address}
          </dd>
        ))}
      </div>
      <div>
        <dt>{texts.workbooks}</dt>
        <dd>{listText(preview.workbooks, locale)}</dd>
      </div>
    </dl>
  );
}

function Answers({ offer, onClose }: SetUpOfferProps) {
  const text = useText();
  const { common, setUpOffer: texts, handOut } = text;
  const { takeSetUp, importing, go } = useApp();
  const [empty, setEmpty] = useState<readonly string[]>([]);
  const [error, setError] = useState<AppErrorView | null>(null);
  const { isSealed, isThere, missing } = offer.preview;
  const connectionIds = missing.clientSecrets.map(({ connectionId }) => connectionId);
  const names = [
    ...(isSealed ? [PASSPHRASE] : []),
    ...(missing.embedSecret ? [EMBED_SECRET] : []),
    ...connectionIds.map(secretOf),
  ];
  const isWrong = error?.code === 'passphrase_wrong';
  const problem = (name: string) => (empty.includes(name) ? handOut.missing : '');
  const typed = () => {
    setEmpty([]);
    setError(null);
  };

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (importing) return;
    const form = new FormData(event.currentTarget);
    const left = emptyOf(form, names);
    setEmpty(left);
    if (left.length > 0) return;
    const answer = await takeSetUp(isSealed ? typedIn(form, PASSPHRASE) : null, typedSecrets(form, connectionIds));
    if (answer.ok) go({ kind: 'home' });
    else setError(answer.error);
  };
  return (
    <form className="dialog-form" onSubmit={submit} noValidate>
      {isSealed && (
        <ConcealedField
          name={PASSPHRASE}
          label={handOut.passphrase}
          help={texts.sealedHelp}
          problem={isWrong ? errorText(text, error).title : problem(PASSPHRASE)}
          autoFocus
          onTyped={typed}
        />
      )}
      {(missing.embedSecret || connectionIds.length > 0) && <p className="help">{texts.missingHelp}</p>}
      {missing.embedSecret && (
        <ConcealedField
          name={EMBED_SECRET}
          label={handOut.embedSecret}
          problem={problem(EMBED_SECRET)}
          autoFocus
          onTyped={typed}
        />
      )}
      {missing.clientSecrets.map(({ connectionId, label, kind }) => (
        <ConcealedField
          key={connectionId}
          name={secretOf(connectionId)}
          label={format(kind === 'key' ? handOut.privateKey : handOut.clientSecret, { label })}
          problem={problem(secretOf(connectionId))}
          isKey={kind === 'key'}
          onTyped={typed}
        />
      ))}
      <DialogProblem error={error} />
      <div className="dialog-actions">
        <Button className="button" data-variant="quiet" onPress={onClose}>
          {common.cancel}
        </Button>
        <BusyButton
          type="submit"
          className="button"
          data-variant="primary"
          data-testid="take-set-up"
          isBusy={importing}
          {...(names.length === 0 && { autoFocus: true })}
        >
          {isThere ? texts.acceptUpdate : texts.accept}
        </BusyButton>
      </div>
    </form>
  );
}
