/** How old the data on screen is; pressed, it asks for new data. */
import { Button, Tooltip, TooltipTrigger } from 'react-aria-components';
import type { PaneView } from '../../shared/state.ts';
import { RefreshIcon } from '../components/icons.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { useNow } from '../context/use-now.ts';
import { dataAge } from '../model/data-age.ts';

/** Nothing here counts seconds. */
const LOOK_MS = 30_000;

export function DataAge({ pane }: { pane: PaneView }) {
  const text = useText();
  const { bridge, ask } = useApp();
  const { label, more } = dataAge(pane, useNow(LOOK_MS), text);
  const { button, hint } = text.workbook.refresh;
  const refresh = () => ask(() => bridge.panes.command({ paneId: pane.paneId, command: { type: 'workbook:refresh' } }));
  return (
    <TooltipTrigger delay={400}>
      <Button className="data-age" data-testid="refresh" data-busy={pane.data.isRefreshing} onPress={refresh}>
        <RefreshIcon size={14} />
        <span className="data-age-text" data-testid="data-age">
          {label}
        </span>
        {label !== button && <span className="visually-hidden">{button}</span>}
      </Button>
      <Tooltip className="tooltip" offset={6}>
        {[hint, ...more].join(' ')}
      </Tooltip>
    </TooltipTrigger>
  );
}
