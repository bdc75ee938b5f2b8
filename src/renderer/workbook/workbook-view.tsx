/** The workbook and what surrounds it. While another screen lies over it, only the panes stay. */
import { type CSSProperties, type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { selectedProfile } from '../../shared/selected-profile.ts';
import { late } from '../components/late.tsx';
import { useAsks } from '../components/use-asks.ts';
import type { RailControl } from '../components/use-rail.ts';
import { useApp } from '../context/app-context.tsx';
import { profileGrants } from '../model/home.ts';
import { shownSplit } from '../model/split.ts';
import { Bar } from './bar.tsx';
import { DetailsPanel } from './details-panel.tsx';
import { EditBanner } from './edit-banner.tsx';
import { EndedBanner } from './ended-banner.tsx';
import { InsidePanel, type InsideTab } from './inside-panel.tsx';
import { PaneStage } from './pane-stage.tsx';
import { PrintingBanner } from './printing-banner.tsx';
import { Wall } from './wall.tsx';

const FindBar = late(async () => (await import('./find-bar.tsx')).FindBar);

interface WorkbookViewProps {
  readonly isVisible: boolean;
  readonly rail: RailControl;
  /** What stands in it, while it is open. */
  readonly railContent: ReactNode;
}

export function WorkbookView({ isVisible, rail, railContent }: WorkbookViewProps) {
  const { state, pane } = useApp();
  const view = selectedProfile(state);
  const [hasDetails, setHasDetails] = useState(false);
  const [inside, setInside] = useState<InsideTab | null>(null);
  /** The pane in which words are looked for. */
  const [searched, setSearched] = useState<string | null>(null);
  const detailsButton = useRef<HTMLButtonElement>(null);
  const menuButton = useRef<HTMLButtonElement>(null);
  const opener = useRef<HTMLElement | null>(null);

  const openDetails = useCallback(() => {
    opener.current = document.activeElement instanceof HTMLButtonElement ? document.activeElement : null;
    setHasDetails(true);
    setInside(null);
  }, []);
  const openInside = useCallback((tab: InsideTab) => {
    opener.current = document.activeElement instanceof HTMLButtonElement ? document.activeElement : null;
    setInside(tab);
    setHasDetails(false);
  }, []);
  const closeInside = useCallback(() => {
    setInside(null);
    // A hint that led here may have gone; the menu has closed.
    (opener.current?.isConnected ? opener.current : menuButton.current)?.focus();
  }, []);
  const closeDetails = useCallback(() => {
    setHasDetails(false);
    (opener.current?.isConnected ? opener.current : detailsButton.current)?.focus();
  }, []);
  useAsks({
    showDetails: () => (hasDetails ? closeDetails() : openDetails()),
    showBookmarks: () => openInside('bookmarks'),
    showControls: () => openInside('controls'),
    showPages: () => openInside('pages'),
    showAlerts: () => openInside('alerts'),
    findInWorkbook: () => setSearched(pane?.paneId ?? null),
  });
  useEffect(() => {
    if (!isVisible) setHasDetails(false);
  }, [isVisible]);

  const grants = view ? profileGrants(state, view) : [];
  const { wall } = state.window;
  const shown = isVisible && pane && view && wall === null ? { pane, view } : null;
  const onWall = state.window.panes.find(({ paneId }) => paneId === wall?.shownPaneId) ?? null;
  const railPlace = shown && rail.isOpen ? (rail.isOver ? 'over' : 'beside') : undefined;
  return (
    <div className="workbook" data-visible={isVisible} data-rail={railPlace} inert={!isVisible}>
      {shown && (
        <Bar
          rail={rail}
          pane={shown.pane}
          view={shown.view}
          grants={grants}
          hasDetails={hasDetails}
          detailsButton={detailsButton}
          onToggleDetails={() => (hasDetails ? closeDetails() : openDetails())}
          menuButton={menuButton}
          onOpenPanel={openInside}
        />
      )}
      {railPlace !== undefined && railContent}
      {/* Stays in its place in the tree, whatever comes and goes around it. */}
      <div
        className="workbook-body"
        key="body"
        data-beside={shown !== null && (inside !== null || hasDetails)}
        style={{ '--kept-share': shownSplit(state)?.split.share } as CSSProperties}
      >
        <PaneStage shownPaneId={(wall ? onWall : shown?.pane)?.paneId ?? null} wall={wall} />
        {wall && <Wall wall={wall} pane={onWall} />}
        {shown && inside && <InsidePanel pane={shown.pane} tab={inside} onTab={setInside} onClose={closeInside} />}
        {shown && shown.pane.paneId === searched && (
          <FindBar key={searched} pane={shown.pane} onClose={() => setSearched(null)} />
        )}
        {shown && (
          <div className="banners" data-area="banners">
            <EditBanner pane={shown.pane} />
            {state.window.printing === shown.pane.paneId && <PrintingBanner />}
            <EndedBanner view={shown.view} grants={grants} />
          </div>
        )}
        {shown && hasDetails && (
          <DetailsPanel pane={shown.pane} view={shown.view} grants={grants} onClose={closeDetails} />
        )}
      </div>
    </div>
  );
}
