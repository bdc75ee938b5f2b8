/** The slim bar above a workbook. */

import { type RefObject, useRef } from 'react';
import { Button, ToggleButton, Tooltip, TooltipTrigger } from 'react-aria-components';
import { isServiceAccount } from '../../shared/profile/connection-rules.ts';
import { hasSeveralWorkbooks } from '../../shared/selected-profile.ts';
import type { GrantView, PaneView, ProfileView } from '../../shared/state.ts';
import { format } from '../../shared/text/format.ts';
import { AppMenu } from '../components/app-menu.tsx';
import { DetailsIcon, PlusIcon, ReloadIcon, ServiceAccountIcon } from '../components/icons.tsx';
import { late } from '../components/late.tsx';
import { OfflineBadge } from '../components/page.tsx';
import type { RailControl } from '../components/use-rail.ts';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { useNow } from '../context/use-now.ts';
import { renewalWords } from '../model/clocks.ts';
import { person } from '../model/home.ts';
import { signInAgainSentence } from '../model/sign-in-again.ts';
import { AccountMenu } from './account-menu.tsx';
import { DataAge } from './data-age.tsx';
import type { InsideTab } from './inside-panel.tsx';
import { RailButton } from './rail-button.tsx';
import { StepButtons } from './step-buttons.tsx';
import { TabStrip } from './tab-strip.tsx';
import { hasChoice, TitleMenu } from './title-menu.tsx';
import { TroubleHint } from './trouble-hint.tsx';
import { foldedCommands, useBarFold } from './use-bar-fold.ts';
import { WorkbookMenu } from './workbook-menu.tsx';

const DownloadsButton = late(async () => (await import('./downloads-button.tsx')).DownloadsButton);

interface BarProps {
  readonly rail: RailControl;
  readonly pane: PaneView;
  readonly view: ProfileView;
  readonly grants: GrantView[];
  readonly hasDetails: boolean;
  readonly detailsButton: RefObject<HTMLButtonElement | null>;
  onToggleDetails(): void;
  readonly menuButton: RefObject<HTMLButtonElement | null>;
  onOpenPanel(tab: InsideTab): void;
}

export function Bar({
  rail,
  pane,
  view,
  grants,
  hasDetails,
  detailsButton,
  onToggleDetails,
  menuButton,
  onOpenPanel,
}: BarProps) {
  const { state } = useApp();
  // One workbook is its own title; where there are several windows it may be drawn out of one, or another one into it.
  const hasStrip = state.window.tabs.length > (state.windows.length > 1 ? 0 : 1);
  const hasNewTab = hasStrip || hasChoice(state, view);
  const bar = useRef<HTMLElement>(null);
  const hasRail = hasSeveralWorkbooks(state);
  const fold = useBarFold(bar, { hasTabs: hasStrip, hasRail });
  const isZoomed = (state.workbookZooms[pane.workbookId] ?? 1) !== 1;
  const folded = foldedCommands(fold, { hasRail, hasNewTab, isZoomed, ...pane.steps });
  return (
    <header ref={bar} className="bar" data-area="bar" data-fold={fold}>
      {hasRail && fold === 'none' && <RailButton rail={rail} />}
      {hasStrip && <TabStrip />}
      <TitleMenu pane={pane} view={view} isBesideTabs={hasStrip} />
      {hasNewTab && fold === 'none' && <NewTab />}
      <div className="bar-status">
        {!state.online && <OfflineBadge />}
        {fold !== 'most' && <Zoomed pane={pane} />}
        {fold !== 'most' && <DataAge pane={pane} />}
        <TroubleHint pane={pane} onPress={() => onOpenPanel('controls')} />
        <Renews grants={grants} pane={pane} view={view} onPress={onToggleDetails} />
        <Person grants={grants} view={view} onPress={onToggleDetails} />
      </div>
      <div className="bar-actions">
        {state.downloads.length > 0 && <DownloadsButton />}
        <WorkbookMenu pane={pane} button={menuButton} onOpenPanel={onOpenPanel} />
        {fold === 'none' && (
          <>
            <StepButtons pane={pane} />
            <Reload pane={pane} />
            <DetailsButton button={detailsButton} isSelected={hasDetails} onToggle={onToggleDetails} />
          </>
        )}
        <AppMenu folded={folded} />
      </div>
    </header>
  );
}

function Reload({ pane }: { pane: PaneView }) {
  const { workbook: text } = useText();
  const { bridge, ask } = useApp();
  return (
    <TooltipTrigger delay={600}>
      <Button
        className="icon-button"
        aria-label={text.reloadWorkbook}
        data-testid="reload"
        onPress={() => ask(() => bridge.panes.reload({ paneId: pane.paneId }))}
      >
        <ReloadIcon />
      </Button>
      <Tooltip className="tooltip" offset={6}>
        {text.reloadWorkbook}
      </Tooltip>
    </TooltipTrigger>
  );
}

interface DetailsButtonProps {
  readonly button: RefObject<HTMLButtonElement | null>;
  readonly isSelected: boolean;
  onToggle(): void;
}

/** While the panel is open, it says what it is; the tooltip would lie on its close button. */
function DetailsButton({ button, isSelected, onToggle }: DetailsButtonProps) {
  const { details: text } = useText();
  return (
    <TooltipTrigger delay={600} isDisabled={isSelected}>
      <ToggleButton
        ref={button}
        className="icon-button"
        aria-label={text.title}
        data-testid="details"
        isSelected={isSelected}
        onChange={onToggle}
      >
        <DetailsIcon />
      </ToggleButton>
      <Tooltip className="tooltip" offset={6}>
        {text.title}
      </Tooltip>
    </TooltipTrigger>
  );
}

function NewTab() {
  const { tabs: texts } = useText();
  const { go } = useApp();
  return (
    <TooltipTrigger delay={600}>
      <Button
        className="icon-button"
        aria-label={texts.newTab}
        data-testid="new-tab"
        onPress={() => go({ kind: 'start' })}
      >
        <PlusIcon />
      </Button>
      <Tooltip className="tooltip" offset={6}>
        {texts.newTab}
      </Tooltip>
    </TooltipTrigger>
  );
}

/** How large the workbook is shown, where that is not as it comes; pressed, it is again. */
function Zoomed({ pane }: { pane: PaneView }) {
  const { workbook: text } = useText();
  const { bridge, state, ask } = useApp();
  const factor = state.workbookZooms[pane.workbookId] ?? 1;
  if (factor === 1) return null;
  const zoom = format(text.zoom, { percent: Math.round(factor * 100) });
  return (
    <Button
      className="badge zoomed"
      data-testid="zoomed"
      aria-label={format(text.resetZoom, { zoom })}
      onPress={() => ask(() => bridge.commands.run({ id: 'actualSize' }))}
    >
      {zoom}
    </Button>
  );
}

interface StatusProps {
  readonly grants: GrantView[];
  readonly view: ProfileView;
  onPress(): void;
}

function Renews({ grants, pane, view, onPress }: StatusProps & { pane: PaneView }) {
  const text = useText();
  const now = useNow();
  const words = renewalWords(grants, pane, now, text);
  if (!words) return null;
  const ending = grants.find((grant) => grant.connectionId === words.ends);
  const connection = view.profile.connections.find(({ id }) => id === words.ends);
  const sentence = ending ? signInAgainSentence(ending, connection, now, text) : null;
  const explained = sentence ?? (words.tone === 'calm' ? text.renewal.byItself : null);
  return (
    <TooltipTrigger delay={200} isDisabled={explained === null}>
      <Button className="renews" data-tone={words.tone} data-testid="renews" onPress={onPress}>
        {words.text}
      </Button>
      <Tooltip className="tooltip" offset={6}>
        {explained}
      </Tooltip>
    </TooltipTrigger>
  );
}

function Person({ grants, view, onPress }: StatusProps) {
  const who = person(grants);
  const serviceAccount = view.profile.connections.find(isServiceAccount);
  if (!who && serviceAccount) return <ServiceAccount label={serviceAccount.label} onPress={onPress} />;
  if (!who) return null;
  return <AccountMenu who={who} view={view} grants={grants} onOpenDetails={onPress} />;
}

/** No person looks at this workbook as themselves, and the bar says so. */
function ServiceAccount({ label, onPress }: { label: string; onPress: () => void }) {
  const { workbook } = useText();
  return (
    <TooltipTrigger delay={200}>
      <Button className="person machine" data-testid="machine" onPress={onPress}>
        <span className="avatar" aria-hidden="true">
          <ServiceAccountIcon size={14} />
        </span>
        <span className="person-name">{format(workbook.serviceAccount, { connection: label })}</span>
      </Button>
      <Tooltip className="tooltip" offset={6}>
        {workbook.runsAsServiceAccount}
      </Tooltip>
    </TooltipTrigger>
  );
}
