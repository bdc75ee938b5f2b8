/** What the workbook has to say, beside the notices: its author's actions, and a newer version of it. */
import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import type { PaneView } from '../../shared/state.ts';
import { format } from '../../shared/text/format.ts';
import { CloseIcon } from '../components/icons.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';

export function InsideCards({ pane }: { pane: PaneView }) {
  return (
    <>
      <Published key={pane.paneId} pane={pane} />
      {pane.contents.actions.map((action) => (
        <ActionCard key={action.id} action={action} paneId={pane.paneId} />
      ))}
    </>
  );
}

function Published({ pane }: { pane: PaneView }) {
  const { published: texts } = useText().inside;
  const { bridge, ask } = useApp();
  const [isDeclined, setDeclined] = useState(false);
  const { isOutdated } = pane.contents;
  useEffect(() => {
    if (!isOutdated) setDeclined(false);
  }, [isOutdated]);
  if (!isOutdated || isDeclined || pane.phase !== 'ready') return null;
  return (
    <article className="notice" data-testid="published">
      <h3>{texts.title}</h3>
      <p className="error-remedy">{texts.help}</p>
      <div className="card-actions">
        <Button
          className="button"
          data-variant="secondary"
          data-testid="reload-published"
          onPress={() => ask(() => bridge.panes.reload({ paneId: pane.paneId }))}
        >
          {texts.reload}
        </Button>
        <Button className="button" data-variant="quiet" data-testid="not-now" onPress={() => setDeclined(true)}>
          {texts.notNow}
        </Button>
      </div>
    </article>
  );
}

type Action = PaneView['contents']['actions'][number];

/** Every word in it but ours is the workbook's, and stands there as text alone. */
function ActionCard({ action, paneId }: { action: Action; paneId: string }) {
  const { actions: texts } = useText().inside;
  const { bridge, ask } = useApp();
  const { id, name, values, times, outcome } = action;
  return (
    <article className="notice" data-testid="action" data-outcome={outcome}>
      <h3>
        <bdi translate="no">{name || texts.unnamed}</bdi>
        {times > 1 && <span className="card-times">{format(texts.times, { times })}</span>}
      </h3>
      {values.length > 0 && (
        <dl className="card-values" translate="no">
          {/* Two names can look the same, as they are shown here. */}
          {[...values.entries()].map(([number, { name: key, value }]) => (
            <div key={number}>
              <dt>
                <bdi>{key}</bdi>
              </dt>
              <dd>{value === '' ? <span className="card-no-value">{texts.noValue}</span> : <bdi>{value}</bdi>}</dd>
            </div>
          ))}
        </dl>
      )}
      <p className="error-detail">{texts.outcomes[outcome]}</p>
      <Button
        className="icon-button notice-close"
        aria-label={format(texts.dismiss, { action: name || texts.unnamed })}
        data-testid="dismiss-action"
        onPress={() => ask(() => bridge.panes.dismissAction({ paneId, actionId: id }))}
      >
        <CloseIcon />
      </Button>
    </article>
  );
}
