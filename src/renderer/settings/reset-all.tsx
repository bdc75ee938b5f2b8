/** Takes back all that a person chose on a page, after a question. */
import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { Answer } from '../../shared/ipc/contract.ts';
import { ConfirmDialog } from '../components/confirm-dialog.tsx';
import { useApp } from '../context/app-context.tsx';

interface ResetAllProps {
  readonly words: Readonly<Record<'resetAll' | 'resetAllQuestion' | 'resetAllConsequence' | 'allWereReset', string>>;
  readonly testId: string;
  /** Whether there is anything to take back. */
  readonly hasChosen: boolean;
  reset(): Promise<Answer<unknown>>;
}

export function ResetAll({ words, testId, hasChosen, reset }: ResetAllProps) {
  const { ask, announce } = useApp();
  const [isAsking, setAsking] = useState(false);
  const resetAll = async () => {
    const answer = await ask(reset);
    if (answer.ok) announce(words.allWereReset);
  };
  return (
    <>
      <Button
        className="button"
        data-variant="quiet"
        data-testid={testId}
        isDisabled={!hasChosen}
        onPress={() => setAsking(true)}
      >
        {words.resetAll}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setAsking}
        title={words.resetAllQuestion}
        consequence={words.resetAllConsequence}
        confirm={words.resetAll}
        onConfirm={() => void resetAll()}
      />
    </>
  );
}
