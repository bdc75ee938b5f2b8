import type { RefObject } from 'react';
import { Button, ToggleButton, Tooltip, TooltipTrigger } from 'react-aria-components';
import type { GrantView, PaneView, ProfileView } from '../../shared/state.ts';
import { useNow } from '../bridge/use-now.ts';
import { AppMenu } from '../components/app-menu.tsx';
import { DetailsIcon, MachineIcon, ReloadIcon } from '../components/icons.tsx';
import { OfflineBadge } from '../components/page.tsx';
import { useApp } from '../context/app-context.tsx';
import { renewalWords } from '../model/clocks.ts';
import { initials, isServiceAccount, person } from '../model/home.ts';
import { signInAgainSentence } from '../model/sign-in-again.ts';
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
  const { bridge, state, ask } = useApp();
  return (
    <header className="bar">
      <TitleMenu pane={pane} view={view} />
      <div className="bar-status">
        {!state.online && <OfflineBadge />}
        <Renews grants={grants} pane={pane} view={view} onPress={onToggleDetails} />
        <Person grants={grants} view={view} onPress={onToggleDetails} />
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

type StatusProps = { grants: GrantView[]; view: ProfileView; onPress: () => void };

function Renews({ grants, pane, view, onPress }: StatusProps & { pane: PaneView }) {
  const now = useNow();
  const words = renewalWords(grants, pane, now);
  if (!words) return null;
  const ending = grants.find((grant) => grant.connectionId === words.ends);
  const connection = view.profile.connections.find(({ id }) => id === words.ends);
  const sentence = ending ? signInAgainSentence(ending, connection, now) : null;
  if (sentence) {
    return (
      <TooltipTrigger delay={200}>
        <Button className="renews" data-tone={words.tone} data-testid="renews" onPress={onPress}>
          {words.text}
        </Button>
        <Tooltip className="tooltip" offset={6}>
          {sentence}
        </Tooltip>
      </TooltipTrigger>
    );
  }
  return (
    <span className="renews" data-tone={words.tone} data-testid="renews">
      {words.text}
    </span>
  );
}

function Person({ grants, view, onPress }: StatusProps) {
  const who = person(grants);
  const machine = view.profile.connections.find(isServiceAccount);
  if (!who && machine) return <Machine label={machine.label} onPress={onPress} />;
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

/** Nobody looks at this workbook as themselves, and the bar says so. */
function Machine({ label, onPress }: { label: string; onPress: () => void }) {
  return (
    <TooltipTrigger delay={200}>
      <Button className="person machine" data-testid="machine" onPress={onPress}>
        <span className="avatar" aria-hidden="true">
          <MachineIcon size={14} />
        </span>
        <span className="person-name">Service account · {label}</span>
      </Button>
      <Tooltip className="tooltip" offset={6}>
        Every query runs as this service account, not as a person.
      </Tooltip>
    </TooltipTrigger>
  );
}
