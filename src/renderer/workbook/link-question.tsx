/** Asks before a link filters a workbook, and which workbook it shall open where it fits several. */
import { useState } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay, Radio, RadioGroup } from 'react-aria-components';
import { splitValues } from '../../shared/profile/control-values.ts';
import type { LinkQuestion } from '../../shared/state.ts';
import { format } from '../../shared/text/format.ts';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';

type Answer = (workbookId: string | null, withValues: boolean) => void;

export function LinkQuestionDialog({ question }: { readonly question: LinkQuestion }) {
  const { bridge, ask } = useApp();
  const { questionId } = question;
  const answer: Answer = (workbookId, withValues) =>
    void ask(() => bridge.links.answer({ questionId, workbookId, withValues }));
  return (
    <ModalOverlay
      className="modal-overlay"
      isOpen
      onOpenChange={(isOpen) => !isOpen && answer(null, false)}
      isDismissable
    >
      <Modal className="modal">
        <Dialog role="alertdialog" className="dialog" data-testid="link-question">
          <Question question={question} onAnswer={answer} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** The focus starts on the answer that opens nothing. */
function Question({ question, onAnswer }: { readonly question: LinkQuestion; onAnswer: Answer }) {
  const { links: texts } = useText();
  const { choices, values } = question;
  const [first] = choices;
  const [chosen, setChosen] = useState(first?.workbookId ?? '');
  const hasSeveral = choices.length > 1;
  return (
    <>
      <Heading slot="title" level={2}>
        {hasSeveral ? texts.which : format(texts.question, { workbook: first?.title ?? '' })}
      </Heading>
      <div className="dialog-form">
        {hasSeveral ? (
          <RadioGroup aria-label={texts.which} value={chosen} onChange={setChosen}>
            <div className="radios">
              {choices.map(({ workbookId, title, profile }) => (
                <Radio key={workbookId} value={workbookId} className="radio">
                  <span className="radio-dot" aria-hidden="true" />
                  <span translate="no">{format(texts.choice, { workbook: title, profile })}</span>
                </Radio>
              ))}
            </div>
          </RadioGroup>
        ) : (
          <p className="muted" translate="no">
            {first?.profile}
          </p>
        )}
        {values.length > 0 && <Values values={values} />}
        <div className="dialog-actions">
          <Button className="button" data-variant="secondary" autoFocus onPress={() => onAnswer(null, false)}>
            {texts.cancel}
          </Button>
          {values.length > 0 && (
            <Button className="button" data-variant="secondary" onPress={() => onAnswer(chosen, false)}>
              {texts.openWithout}
            </Button>
          )}
          <Button className="button" data-variant="primary" onPress={() => onAnswer(chosen, true)}>
            {texts.open}
          </Button>
        </div>
      </div>
    </>
  );
}

/** All of them: what a person does not see, they have not agreed to. */
function Values({ values }: Pick<LinkQuestion, 'values'>) {
  const { links: texts, inside } = useText();
  return (
    <div>
      <p>{texts.filters}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is longer than its place is scrolled by the keyboard as well */}
      <ul className="link-values" aria-label={texts.filters} tabIndex={0} translate="no">
        {values.map(({ name, value }) => (
          <li key={name}>
            <bdi>
              {format(texts.value, { control: name, value: splitValues(value).join(', ') || inside.controls.noValue })}
            </bdi>
          </li>
        ))}
      </ul>
      <p className="fine-print">{texts.warning}</p>
    </div>
  );
}
