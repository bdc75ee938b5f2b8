/** Asks before a tab is closed in which something would be lost. */
import { useRef } from 'react';
import { format } from '../../shared/text/format.ts';
import { ConfirmDialog } from '../components/confirm-dialog.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';

export function CloseQuestion() {
  const question = useApp().state.window.closeQuestion;
  // Another tab is another question.
  return question && <Question key={question.tabId} title={question.title} loses={question.loses} />;
}

function Question({ title, loses }: { title: string; loses: 'editing' | 'saving' }) {
  const { closing: texts } = useText().tabs;
  const { bridge, ask } = useApp();
  const isSure = useRef(false);
  return (
    <ConfirmDialog
      isOpen
      // The dialog closes whatever the answer is, and first of all.
      onOpenChange={() => queueMicrotask(() => void ask(() => bridge.tabs.answer({ isSure: isSure.current })))}
      title={format(texts.question, { tab: title })}
      consequence={texts[loses]}
      confirm={texts.confirm}
      cancel={texts.cancel}
      onConfirm={() => {
        isSure.current = true;
      }}
    />
  );
}
