/** Where the program stands with updates, in a sentence, and the one thing that can be done about it. */
import { ProgressBar } from 'react-aria-components';
import type { UpdateView } from '../../shared/updates.ts';
import { BusyButton } from '../components/busy-button.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { useNow } from '../context/use-now.ts';
import { updateAction, updateSentence } from '../model/updates.ts';
import { Notes } from './release-notes.tsx';
import { UpdateChoices } from './update-choices.tsx';

/** The words name times of the day. */
const EVERY_MS = 60_000;

export function UpdateSection() {
  const text = useText();
  const { state } = useApp();
  const now = useNow(EVERY_MS);
  const { updates } = state;
  return (
    <section className="about-panel" data-testid="updates" data-status={updates.status}>
      <div className="about-update">
        {/* Each percent would be read out otherwise. */}
        <p role={updates.status === 'downloading' ? undefined : 'status'}>{updateSentence(updates, now, text)}</p>
        <Action updates={updates} />
      </div>
      {updates.status === 'downloading' && <Progress percent={updates.percent} />}
      {'release' in updates && updates.release.notes !== '' && <Notes notes={updates.release.notes} />}
      {updates.status !== 'off' && updates.problem && <ErrorPanel level={3} error={updates.problem} tone="quiet" />}
      <UpdateChoices />
    </section>
  );
}

function Action({ updates }: { updates: UpdateView }) {
  const text = useText().updates;
  const { bridge, ask } = useApp();
  const action = updateAction(updates);
  if (action === null) return null;
  const isBusy = updates.status === 'checking';
  return (
    <BusyButton
      className="button"
      data-variant={action === 'check' ? 'secondary' : 'primary'}
      data-testid={`update-${action}`}
      isBusy={isBusy}
      onPress={() => ask(() => bridge.updates[action]())}
    >
      {text.actions[action]}
    </BusyButton>
  );
}

function Progress({ percent }: { percent: number | null }) {
  const text = useText().updates;
  return (
    <ProgressBar
      className="progress"
      aria-label={text.progress}
      value={percent ?? 0}
      isIndeterminate={percent === null}
      data-testid="update-progress"
    >
      <div className="progress-filled" data-indeterminate={percent === null || undefined}>
        <svg width="100%" height="4" aria-hidden="true" focusable="false">
          <rect width={percent === null ? '40%' : `${percent}%`} height="4" rx="2" fill="currentColor" />
        </svg>
      </div>
    </ProgressBar>
  );
}
