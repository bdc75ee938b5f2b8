/** Says that a form came back after its page was lost, what did not, and offers to do without it. */
import { Button } from 'react-aria-components';
import { AlertIcon } from '../components/icons.tsx';
import { useText } from '../context/text-context.tsx';
import type { ReturnedForm } from './kept-values.ts';

interface ReturnedNoteProps {
  readonly form: ReturnedForm;
  onDiscard(): void;
}

export function ReturnedNote({ form, onDiscard }: ReturnedNoteProps) {
  const texts = useText().setUp.returned;
  return (
    <div className="callout" role="note" data-testid="form-returned">
      <AlertIcon />
      <div>
        <p>
          {texts.isBack} {form.hadSecrets && texts.enterSecrets} {form.isOutdated && texts.isOutdated}
        </p>
        <Button className="button" data-variant="quiet" data-testid="discard-returned" onPress={onDiscard}>
          {texts.discard}
        </Button>
      </div>
    </div>
  );
}
