import type { RefObject } from 'react';
import { Button, ToggleButton, Tooltip, TooltipTrigger } from 'react-aria-components';
import type { GrantView, PaneView, ProfileView } from '../../shared/app-state.ts';
import { useNow } from '../bridge/use-now.ts';
import { useDesk } from '../desk.tsx';
import { renewalWords } from '../model/clocks.ts';
import { initials, person } from '../model/home.ts';
import { AppMenu } from '../parts/app-menu.tsx';
import { DetailsIcon, ReloadIcon } from '../parts/icons.tsx';
import { OfflineBadge } from '../parts/page.tsx';
import { TitleMenu } from './title-menu.tsx';

type BarProps = {
  pane: PaneView;
  view: ProfileView;
  grants: GrantView[];
  hasDetails: boolean;
  detailsButton: RefObject<HTMLButtonElement | null>;
  onToggleDetails: () => void;
};

/** The slim bar above a workbook. */
export function Bar({ pane, view, grants, hasDetails, detailsButton, onToggleDetails }: BarProps) {
  const { bridge, state, ask } = useDesk();
  return (
    <header className="bar">
      <TitleMenu pane={pane} view={view} />
      <div className="bar-status">
        {!state.online && <OfflineBadge />}
        <Renews grants={grants} pane={pane} />
        <Person grants={grants} onPress={onToggleDetails} />
      </div>
      <div className="bar-actions">
        <TooltipTrigger delay={600}>
          <Button
            className="icon-button"
            aria-label="Reload the workbook"
            data-testid="reload"
            onPress={() => ask(() => bridge.panes.reload({ paneId: pane.paneId }))}
          >
            <ReloadIcon />
          </Button>
          <Tooltip className="tooltip" offset={6}>
            Reload the workbook
          </Tooltip>
        </TooltipTrigger>
        {/* While the panel is open, it says what it is; the tooltip would lie on its close button. */}
        <TooltipTrigger delay={600} isDisabled={hasDetails}>
          <ToggleButton
            ref={detailsButton}
            className="icon-button"
            aria-label="Session details"
            data-testid="details"
            isSelected={hasDetails}
            onChange={onToggleDetails}
          >
            <DetailsIcon />
          </ToggleButton>
          <Tooltip className="tooltip" offset={6}>
            Session details
          </Tooltip>
        </TooltipTrigger>
        <AppMenu />
      </div>
    </header>
  );
}

function Renews({ grants, pane }: { grants: GrantView[]; pane: PaneView }) {
  const now = useNow();
  const words = renewalWords(grants, pane, now);
  if (!words) return null;
  return (
    <span className="renews" data-tone={words.tone} data-testid="renews">
      {words.text}
    </span>
  );
}

function Person({ grants, onPress }: { grants: GrantView[]; onPress: () => void }) {
  const who = person(grants);
  if (!who) return null;
  const name = who.displayName || who.userName;
  return (
    <TooltipTrigger delay={200}>
      <Button className="person" data-testid="person" onPress={onPress}>
        <span className="avatar" aria-hidden="true">
          {initials(name)}
        </span>
        <span className="visually-hidden">Signed in as </span>
        <span className="person-name">{name}</span>
      </Button>
      <Tooltip className="tooltip" offset={6}>
        {who.userName}
      </Tooltip>
    </TooltipTrigger>
  );
}
