/** The open workbooks above the one that is shown: chosen, closed and put into another order here. */
import { type DragEvent, type KeyboardEvent, type MouseEvent, useEffect, useRef, useState } from 'react';
import type { CommandId } from '../../shared/commands.ts';
import type { TabView } from '../../shared/state.ts';
import { format } from '../../shared/text/format.ts';
import { AlertIcon, CloseIcon, SplitIcon } from '../components/icons.tsx';
import { Spinner } from '../components/spinner.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { besideTitle, shownSplit } from '../model/split.ts';
import { type TabMark, tabMark } from '../model/tabs.ts';

/** What is dragged, as other windows know it: the id of the tab. */
const DRAGGED_TAB = 'application/x-sightglass-tab';

/**
 * By the ARIA Authoring Practices: arrows move the focus, Enter and Space choose, Delete closes.
 *
 * @param isBehind the start page lies over all of them, so that none is the one on screen
 */
export function TabStrip({ isBehind = false }: { isBehind?: boolean }) {
  const { tabs: texts } = useText();
  const { bridge, state, ask } = useApp();
  const { tabs, panes, chosenTab } = state.window;
  const strip = useRef<HTMLDivElement>(null);
  /** Which of them Tab comes to; the chosen one, unless arrows went elsewhere. */
  const [focused, setFocused] = useState<string | null>(null);
  const [dragged, setDragged] = useState<string | null>(null);
  const [target, setTarget] = useState<{ tabId: string; isAfter: boolean } | null>(null);
  const shown = shownSplit(state);
  const tabStop = tabs.some(({ tabId }) => tabId === focused) ? focused : chosenTab;

  const elementOf = (tabId: string | undefined) =>
    strip.current?.querySelector<HTMLElement>(`[data-tab="${tabId}"] [role="tab"]`);
  const run = (id: CommandId, tabId: string) => void ask(() => bridge.commands.run({ id, argument: tabId }));
  useEffect(() => {
    const element = strip.current;
    if (!element) return;
    const bringIntoSight = () =>
      element.querySelector(`[data-tab="${chosenTab}"]`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    bringIntoSight();
    // A smaller window or larger text would leave it outside.
    const observer = new ResizeObserver(bringIntoSight);
    observer.observe(element);
    return () => observer.disconnect();
  }, [chosenTab]);

  const onKeyDown = (event: KeyboardEvent) => {
    const at = tabs.findIndex(({ tabId }) => tabId === tabStop);
    const here = tabs[at];
    if (!here || event.ctrlKey || event.metaKey || event.altKey) return;
    const ahead = getComputedStyle(event.currentTarget).direction === 'rtl' ? -1 : 1;
    const focusAt = (index: number) => elementOf(tabs[(index + tabs.length) % tabs.length]?.tabId)?.focus();
    const isMenu = event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey);
    const keys: Readonly<Record<string, () => void>> = {
      ArrowRight: () => focusAt(at + ahead),
      ArrowLeft: () => focusAt(at - ahead),
      Home: () => focusAt(0),
      End: () => focusAt(tabs.length - 1),
      Enter: () => run('goToTab', here.tabId),
      ' ': () => run('goToTab', here.tabId),
      Delete: () => run('closeTab', here.tabId),
    };
    const act = isMenu ? () => void ask(() => bridge.tabs.menu({ tabId: here.tabId })) : keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };

  const onDragOver = (event: DragEvent<HTMLElement>, tabId: string) => {
    // One of another window is as good as one of this.
    if (!event.dataTransfer.types.includes(DRAGGED_TAB)) return;
    event.preventDefault();
    event.stopPropagation();
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const isRight = event.clientX > left + width / 2;
    setTarget({ tabId, isAfter: isRight !== (getComputedStyle(event.currentTarget).direction === 'rtl') });
  };
  /** Behind the last one. */
  const onDragOverRest = (event: DragEvent<HTMLElement>) => {
    const last = tabs.at(-1);
    if (!last || !event.dataTransfer.types.includes(DRAGGED_TAB)) return;
    event.preventDefault();
    setTarget({ tabId: last.tabId, isAfter: true });
  };
  const onDragLeave = (event: DragEvent<HTMLElement>) => {
    const isInside = event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget);
    if (!isInside) setTarget(null);
  };
  const endDrag = () => {
    setDragged(null);
    setTarget(null);
  };
  const onDragEnd = (event: DragEvent) => {
    // Nobody took it: main knows whether it was let go outside of the window.
    if (dragged !== null && event.dataTransfer.dropEffect === 'none') {
      void ask(() => bridge.tabs.tearOff({ tabId: dragged }));
    }
    endDrag();
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    if (target !== null) {
      const at = tabs.findIndex(({ tabId }) => tabId === target.tabId) + (target.isAfter ? 1 : 0);
      const before = tabs[at]?.tabId ?? null;
      const tabId = dragged ?? event.dataTransfer.getData(DRAGGED_TAB);
      if (dragged === null) void ask(() => bridge.tabs.take({ tabId, before }));
      else if (before !== dragged) void ask(() => bridge.tabs.move({ tabId, before }));
    }
    endDrag();
  };

  return (
    <div
      ref={strip}
      className="tab-strip"
      role="tablist"
      aria-label={texts.label}
      data-testid="tabs"
      onKeyDown={onKeyDown}
      onFocus={({ target: element }) => setFocused(element.closest<HTMLElement>('[data-tab]')?.dataset.tab ?? null)}
      onBlur={() => setFocused(null)}
      onDragOver={onDragOverRest}
      onDragLeave={onDragLeave}
      onDrop={drop}
    >
      {tabs.map((tab) => (
        <Tab
          key={tab.tabId}
          tab={tab}
          mark={tabMark(tab, panes)}
          beside={besideTitle(state, tab.tabId)}
          isBeside={shown !== null && tab.tabId !== chosenTab && shown.split.tabIds.includes(tab.tabId)}
          isChosen={tab.tabId === chosenTab && !isBehind}
          isTabStop={tab.tabId === tabStop}
          drop={
            target?.tabId === tab.tabId && dragged !== tab.tabId ? (target.isAfter ? 'after' : 'before') : undefined
          }
          onChoose={() => run('goToTab', tab.tabId)}
          onClose={() => run('closeTab', tab.tabId)}
          onMenu={() => void ask(() => bridge.tabs.menu({ tabId: tab.tabId }))}
          onDragStart={() => setDragged(tab.tabId)}
          onDragOver={(event) => onDragOver(event, tab.tabId)}
          onDragEnd={onDragEnd}
        />
      ))}
    </div>
  );
}

interface TabProps {
  readonly tab: TabView;
  readonly mark: TabMark;
  /** The title of what stands beside it; null where it is shown alone. */
  readonly beside: string | null;
  /** It stands beside the chosen one. */
  readonly isBeside: boolean;
  readonly isChosen: boolean;
  readonly isTabStop: boolean;
  /** On which side of it the one that is dragged would stand. */
  readonly drop: 'before' | 'after' | undefined;
  onChoose(): void;
  onClose(): void;
  onMenu(): void;
  onDragStart(): void;
  onDragOver(event: DragEvent<HTMLElement>): void;
  onDragEnd(event: DragEvent): void;
}

function Tab({
  tab,
  mark,
  beside,
  isBeside,
  isChosen,
  isTabStop,
  drop,
  onChoose,
  onClose,
  onMenu,
  ...dragging
}: TabProps) {
  const { tabs: texts, split } = useText();
  const { tabId, title } = tab;
  const own = mark === 'none' ? title : format(texts[mark], { tab: title });
  const name = beside === null ? own : format(split.tab, { tab: own, other: beside });
  const onDragStart = (event: DragEvent) => {
    event.dataTransfer.effectAllowed = 'move';
    // It means something in our windows alone.
    event.dataTransfer.setData(DRAGGED_TAB, tabId);
    dragging.onDragStart();
  };
  const onAuxClick = (event: MouseEvent) => {
    if (event.button === 1) onClose();
  };
  const onContextMenu = (event: MouseEvent) => {
    event.preventDefault();
    onMenu();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what it takes from a pointer, keys do in the strip
    <div
      className="tab"
      role="presentation"
      data-tab={tabId}
      data-testid="tab"
      data-chosen={isChosen}
      data-mark={mark}
      data-paired={beside !== null}
      data-beside={isBeside}
      data-drop={drop}
      draggable
      onDragStart={onDragStart}
      onDragOver={dragging.onDragOver}
      onDragEnd={dragging.onDragEnd}
      onAuxClick={onAuxClick}
      onContextMenu={onContextMenu}
    >
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the whole strip */}
      <div
        className="tab-main"
        role="tab"
        aria-selected={isChosen}
        aria-label={name}
        aria-keyshortcuts="Delete"
        tabIndex={isTabStop ? 0 : -1}
        title={title}
        translate="no"
        onClick={onChoose}
      >
        {beside !== null && <SplitIcon size={14} />}
        {mark === 'loading' && <Spinner />}
        {mark === 'trouble' && <AlertIcon size={14} />}
        <span className="tab-title">
          <bdi>{title}</bdi>
        </span>
      </div>
      {/* A tablist holds tabs alone: with keys, Delete does the same. */}
      <span
        className="tab-close"
        aria-hidden="true"
        title={format(texts.close, { tab: title })}
        data-testid="close-tab"
        onClick={onClose}
      >
        <CloseIcon size={12} />
      </span>
    </div>
  );
}
