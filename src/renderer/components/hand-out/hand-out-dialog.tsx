/** Saves a profile as a set-up file for others, with its secrets under a passphrase or without them. */
import { type SubmitEvent, useState } from 'react';
import { Button, Dialog, Heading, Label, Modal, ModalOverlay, Radio, RadioGroup } from 'react-aria-components';
import type { AppErrorView } from '../../../shared/errors.ts';
import { credentialKind } from '../../../shared/profile/connection-rules.ts';
import { SHORTEST_PASSPHRASE } from '../../../shared/set-up-passphrase.ts';
import type { ProfileView } from '../../../shared/state.ts';
import { format } from '../../../shared/text/format.ts';
import { request } from '../../bridge/request.ts';
import { useApp } from '../../context/app-context.tsx';
import { useText } from '../../context/text-context.tsx';
import { BusyButton } from '../busy-button.tsx';
import { ConcealedField } from './concealed-field.tsx';
import { DialogProblem } from './dialog-problem.tsx';
import {
  EMBED_SECRET,
  emptyOf,
  PASSPHRASE,
  PASSPHRASE_AGAIN,
  secretOf,
  typedIn,
  typedSecrets,
} from './typed-fields.ts';

interface HandOutProps {
  readonly view: ProfileView;
  onClose(): void;
}

export function HandOutDialog({ view, onClose }: HandOutProps) {
  const { handOut: texts } = useText();
  return (
    <ModalOverlay className="modal-overlay" isOpen onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Modal className="modal">
        <Dialog className="dialog" data-testid="hand-out">
          <Heading slot="title" level={2}>
            {format(texts.title, { profile: view.profile.name })}
          </Heading>
          <p>{texts.lead}</p>
          <HandOutForm view={view} onClose={onClose} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

type Problems = Readonly<Record<string, string>>;

function HandOutForm({ view, onClose }: HandOutProps) {
  const { common, handOut: texts } = useText();
  const { bridge, announce } = useApp();
  const [isSealed, setSealed] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problems, setProblems] = useState<Problems>({});
  const [error, setError] = useState<AppErrorView | null>(null);
  const connectionIds = withSecret(view).map(({ id }) => id);
  const names = [PASSPHRASE, PASSPHRASE_AGAIN, EMBED_SECRET, ...connectionIds.map(secretOf)];
  const forget = () => {
    setProblems({});
    setError(null);
  };

  function problemsOf(form: FormData): Problems {
    const found: Record<string, string> = {};
    const passphrase = typedIn(form, PASSPHRASE);
    if ([...passphrase].length < SHORTEST_PASSPHRASE) {
      found[PASSPHRASE] = format(texts.tooShort, { count: SHORTEST_PASSPHRASE });
    } else if (typedIn(form, PASSPHRASE_AGAIN) !== passphrase) found[PASSPHRASE_AGAIN] = texts.differs;
    for (const name of emptyOf(form, names)) found[name] = texts.missing;
    return found;
  }

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isBusy) return;
    const form = new FormData(event.currentTarget);
    const found = isSealed ? problemsOf(form) : {};
    setProblems(found);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    const sealing = isSealed
      ? { passphrase: typedIn(form, PASSPHRASE), typed: typedSecrets(form, connectionIds) }
      : null;
    const answer = await request(() => bridge.profiles.saveSetUp({ profileId: view.profile.id, sealing }));
    setBusy(false);
    if (!answer.ok) return setError(answer.error);
    if (!answer.value.isSaved) return;
    announce(texts.saved);
    onClose();
  };
  return (
    <form className="dialog-form" onSubmit={submit} noValidate>
      <Secrets isSealed={isSealed} onChange={setSealed} />
      {isSealed && <SealedFields view={view} problems={problems} onTyped={forget} />}
      <DialogProblem error={error} />
      <div className="dialog-actions">
        <Button className="button" data-variant="quiet" onPress={onClose}>
          {common.cancel}
        </Button>
        <BusyButton type="submit" className="button" data-variant="primary" data-testid="save-set-up" isBusy={isBusy}>
          {texts.save}
        </BusyButton>
      </div>
    </form>
  );
}

const withSecret = ({ profile, clientSecrets }: ProfileView) =>
  profile.connections.filter((one) => credentialKind(one) !== 'none' && clientSecrets.includes(one.id));

function Secrets({ isSealed, onChange }: { isSealed: boolean; onChange: (isSealed: boolean) => void }) {
  const { handOut: texts } = useText();
  const options = [
    { value: 'without', label: texts.without, help: texts.withoutHelp },
    { value: 'sealed', label: texts.sealed, help: texts.sealedHelp },
  ];
  return (
    <RadioGroup
      className="field"
      value={isSealed ? 'sealed' : 'without'}
      onChange={(chosen) => onChange(chosen === 'sealed')}
    >
      <Label>{texts.kind}</Label>
      <div className="radios">
        {options.map(({ value, label, help }) => (
          <Radio key={value} value={value} className="radio" data-testid={`secrets-${value}`}>
            <span className="radio-dot" aria-hidden="true" />
            <span>
              {label}
              <span className="help">{help}</span>
            </span>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}

interface SealedFieldsProps {
  readonly view: ProfileView;
  readonly problems: Problems;
  onTyped(): void;
}

function SealedFields({ view, problems, onTyped }: SealedFieldsProps) {
  const { handOut: texts } = useText();
  const problem = (name: string) => problems[name] ?? '';
  return (
    <>
      <ConcealedField
        name={PASSPHRASE}
        label={texts.passphrase}
        help={format(texts.passphraseHelp, { count: SHORTEST_PASSPHRASE })}
        problem={problem(PASSPHRASE)}
        onTyped={onTyped}
      />
      <ConcealedField
        name={PASSPHRASE_AGAIN}
        label={texts.again}
        problem={problem(PASSPHRASE_AGAIN)}
        onTyped={onTyped}
      />
      <ConcealedField
        name={EMBED_SECRET}
        label={texts.embedSecret}
        help={texts.secretHelp}
        problem={problem(EMBED_SECRET)}
        onTyped={onTyped}
      />
      {withSecret(view).map((connection) => (
        <ConcealedField
          key={connection.id}
          name={secretOf(connection.id)}
          label={format(credentialKind(connection) === 'key' ? texts.privateKey : texts.clientSecret, {
            label: connection.label,
          })}
          problem={problem(secretOf(connection.id))}
          isKey={credentialKind(connection) === 'key'}
          onTyped={onTyped}
        />
      ))}
    </>
  );
}
