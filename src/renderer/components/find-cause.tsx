/** The way from a failure to the doctor, which looks first at what it may come from. */
import { Button } from 'react-aria-components';
import { mayHaveCause } from '../../shared/error-checks.ts';
import type { AppErrorView } from '../../shared/errors.ts';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';

/** Nothing where the doctor cannot help, or where it says so itself. */
export function FindCause({ error }: { error: AppErrorView }) {
  const { doctor } = useText();
  const { bridge, state, ask, seekCause } = useApp();
  if (!mayHaveCause(error.code) || state.window.sheet === 'doctor') return null;
  return (
    <Button
      className="button"
      data-variant="quiet"
      data-testid="find-cause"
      onPress={() => {
        seekCause(error);
        void ask(() => bridge.commands.run({ id: 'showDoctor' }));
      }}
    >
      {doctor.find}
    </Button>
  );
}
