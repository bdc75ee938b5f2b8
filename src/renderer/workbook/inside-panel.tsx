/** Bookmarks, controls and pages of the workbook, beside it: what is chosen here shows there. */
import { type KeyboardEvent, useEffect, useId, useRef } from 'react';
import { Button, Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import type { PaneView } from '../../shared/state.ts';
import { ErrorPanel } from '../components/error-panel.tsx';
import { CloseIcon } from '../components/icons.tsx';
import { late } from '../components/late.tsx';
import { useText } from '../context/text-context.tsx';
import { BookmarksTab } from './bookmarks-tab.tsx';
import { ControlsTab } from './controls-tab.tsx';
import { PagesTab } from './pages-tab.tsx';

export const insideTabs = ['bookmarks', 'controls', 'pages', 'alerts'] as const;
export type InsideTab = (typeof insideTabs)[number];

const AlertsTab = late(async () => (await import('./alerts-tab.tsx')).AlertsTab);

interface InsidePanelProps {
  readonly pane: PaneView;
  readonly tab: InsideTab;
  onTab(tab: InsideTab): void;
  onClose(): void;
}

/** Where the window is too narrow for both, it lies over the workbook. */
export function InsidePanel({ pane, tab, onTab, onClose }: InsidePanelProps) {
  const texts = useText().inside;
  const heading = useId();
  const panel = useRef<HTMLElement>(null);

  // The menu that opened it gives the focus back to its button as it goes, in the next frame; so this is the one after.
  useEffect(() => {
    const focus = () => panel.current?.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.focus();
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(focus);
    });
    return () => cancelAnimationFrame(frame);
  }, []);

  const onKeyDown = (event: KeyboardEvent) => {
    // A field or a menu in the panel takes the key first, and says so by handling it; so does the input of a word in
    // another script.
    if (event.key !== 'Escape' || event.defaultPrevented || event.nativeEvent.isComposing) return;
    event.preventDefault();
    onClose();
  };
  return (
    <aside
      ref={panel}
      className="inside"
      aria-labelledby={heading}
      data-testid="inside-panel"
      data-area="panel"
      onKeyDown={onKeyDown}
    >
      <div className="details-head">
        <h2 id={heading}>{texts.panel}</h2>
        <Button className="icon-button" aria-label={texts.close} data-testid="close-inside" onPress={onClose}>
          <CloseIcon />
        </Button>
      </div>
      {pane.phase === 'ready' && pane.contents.chartProblem && (
        <div className="inside-problem" data-testid="chart-problem">
          <ErrorPanel level={3} error={pane.contents.chartProblem} tone="warning" />
        </div>
      )}
      <Tabs className="inside-tabs" selectedKey={tab} onSelectionChange={(key) => onTab(key as InsideTab)}>
        <TabList className="inside-tab-list" aria-label={texts.panel}>
          {insideTabs.map((one) => (
            <Tab key={one} id={one} className="inside-tab" data-testid={`tab-${one}`}>
              {texts.tabs[one]}
            </Tab>
          ))}
        </TabList>
        {/* It stays while another is looked at, with the name that somebody was writing. */}
        <TabPanel id="bookmarks" className="inside-body" shouldForceMount>
          <BookmarksTab pane={pane} />
        </TabPanel>
        <TabPanel id="controls" className="inside-body">
          <ControlsTab pane={pane} />
        </TabPanel>
        <TabPanel id="pages" className="inside-body">
          <PagesTab pane={pane} />
        </TabPanel>
        <TabPanel id="alerts" className="inside-body">
          <AlertsTab pane={pane} />
        </TabPanel>
      </Tabs>
    </aside>
  );
}
