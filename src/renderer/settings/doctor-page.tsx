/** The page of the doctor: what it looks at, what it found, and who must act. */
import { Button } from 'react-aria-components';
import { selectedProfile } from '../../shared/selected-profile.ts';
import { ChecksList } from '../components/checks-list.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';

export function DoctorPage() {
  const text = useText();
  const { bridge, state, ask } = useApp();
  const view = state.window.doctor;
  const isRunning = view?.phase === 'running';
  const profileId = selectedProfile(state)?.profile.id ?? null;
  return (
    <div className="settings-body doctor">
      <p className="muted">{text.doctor.intro}</p>
      <Button
        className="button"
        onPress={() =>
          ask(() => (isRunning ? bridge.doctor.cancel() : bridge.doctor.start({ profileId, matters: [] })))
        }
      >
        {isRunning ? text.checks.cancel : text.checks.again}
      </Button>
      {view && <ChecksList view={view} />}
    </div>
  );
}
