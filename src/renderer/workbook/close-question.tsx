/** Asks before a tab is closed, or goes to another window, in which something would be lost. */
import { useRef } from 'react';
import type { CloseQuestion as CloseQuestionView } from '../../shared/state.ts';
import { format } from '../../shared/text/format.ts';
import { ConfirmDialog } from '../components/confirm-dialog.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';

export function CloseQuestion() {
  const question = useApp().state.window.closeQuestion;
  // Another tab is another question.
  return question && <Question key={question.tabId} {...question} />;
}

function Question({ title, loses, isMove }: CloseQuestionView) {
  const { closing, moving } = useText().tabs;
  const texts = isMove ? moving : closing;
  const { bridge, ask } = useApp();
  const isSure = useRef(false);
  return (
    <ConfirmDialog
      isOpen
      // The dialog closes whatever the answer is, and first of all.
      onOpenChange={() => queueMicrotask(() => void ask(() => bridge.tabs.answer({ isSure: isSure.current })))}
      title={format(texts.question, { tab: title })}
      consequence={closing[loses]}
      confirm={texts.confirm}
      cancel={texts.cancel}
      onConfirm={() => {
        isSure.current = true;
      }}
    />
  );
}
