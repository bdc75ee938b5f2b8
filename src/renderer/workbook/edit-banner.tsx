/**
 * A document is edited while its session is to be renewed, or after it has ended: nothing is taken away, and the person
 * decides.
 */
import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { PaneView } from '../../shared/state.ts';
import { AlertIcon } from '../components/icons.tsx';
import { Sentence } from '../components/sentence.tsx';
import { TimeLeft } from '../components/time-left.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { useNow } from '../context/use-now.ts';

export function EditBanner({ pane }: { pane: PaneView }) {
  const text = useText();
  const { bridge, ask } = useApp();
  const now = useNow();
  const [hidden, setHidden] = useState<string | null>(null);
  const { paneId, edit, sessionExpiresAt: endsAt } = pane;
  if (edit === null || endsAt === null) return null;
  const isOver = endsAt <= now;
  const stage = `${paneId} ${endsAt} ${isOver}`;
  if ((!isOver && !edit.isRenewalWaiting) || hidden === stage) return null;
  return (
    <section className="banner" data-testid="edit-banner" data-over={isOver} aria-label={text.edit.label}>
      <AlertIcon />
      <p>
        {/* Read once when it comes, and once when the session is over; the time that runs is not. */}
        <strong role="status">{isOver ? text.edit.over : text.edit.waits}</strong>{' '}
        <span>
          {isOver ? (
            text.edit.overNext
          ) : (
            <Sentence text={text.edit.waitsNext} values={{ time: <TimeLeft deadline={endsAt} /> }} />
          )}
        </span>
      </p>
      <Button
        className="button"
        data-variant="primary"
        data-testid={isOver ? 'edit-reload' : 'leave-edit'}
        onPress={() =>
          ask(() =>
            isOver
              ? bridge.panes.reload({ paneId })
              : bridge.panes.command({ paneId, command: { type: 'workbook:mode:update', mode: 'view' } }),
          )
        }
      >
        {isOver ? text.edit.load : text.edit.leave}
      </Button>
      <Button className="button" data-variant="quiet" data-testid="edit-keep" onPress={() => setHidden(stage)}>
        {isOver ? text.edit.keep : text.edit.hide}
      </Button>
    </section>
  );
}
