/** Keeps the controls of two tabs alike that stand side by side, where a person has asked for it. */
import type { SigmaEvent } from '../../../shared/sigma/events.ts';
import type { Clock } from '../../async/clock.ts';
import { createLinkedPanes, type LinkedPanes } from '../../viewer/linked-panes.ts';
import type { Panes } from '../../viewer/panes.ts';
import type { TabLife } from './tab-life.ts';

export interface LinkedSidesOptions extends Pick<Clock, 'uptime'> {
  readonly panes: Pick<Panes, 'controlsOf' | 'say' | 'isActive' | 'sourceOf' | 'takeEvent'>;
  readonly tabs: Pick<TabLife, 'ids' | 'orderOf'>;
}

export interface LinkedSides {
  /** Something is different: a tab, a pair, or what a pane shows. */
  changed(): void;
  /** As `Panes.takeEvent`; what a guest reports of its controls goes on to the other side. */
  takeEvent(guestId: string, event: SigmaEvent): void;
}

interface Group {
  readonly linked: LinkedPanes;
  /** What each pane in it had loaded when it came. */
  readonly members: Map<string, string>;
}

/** Between two profiles there are no pairs, so that no value goes from one Sigma to another, nor from person to person. */
export function createLinkedSides({ panes, tabs, uptime }: LinkedSidesOptions): LinkedSides {
  const groups = new Map<string, Group>();

  /** The panes of each linked pair that are loaded. */
  const linkedPairs = () =>
    tabs.ids().flatMap((windowId) => {
      const order = tabs.orderOf(windowId);
      return order.pairs.flatMap(({ tabIds, isLinked }) => {
        const paneIds = order.tabs.flatMap((tab) => (tabIds.includes(tab.tabId) ? (tab.paneId ?? []) : []));
        return isLinked ? [{ key: tabIds.join(' '), paneIds }] : [];
      });
    });

  function groupOf(key: string): Group {
    const known = groups.get(key);
    if (known) return known;
    const group = { linked: createLinkedPanes({ uptime, send: panes.say }), members: new Map<string, string>() };
    groups.set(key, group);
    return group;
  }

  /** A workbook that loads is in no group, and told nothing; one that comes again is brought to what the other one has. */
  function bringUp({ linked, members }: Group, paneIds: readonly string[]): void {
    const held = new Map(paneIds.map((paneId) => [paneId, panes.controlsOf(paneId)]));
    for (const paneId of [...members.keys()]) {
      if (held.get(paneId)) continue;
      members.delete(paneId);
      linked.take({ kind: 'left', paneId });
    }
    for (const [paneId, controls] of held) {
      if (!controls || members.get(paneId) === controls.load) continue;
      members.set(paneId, controls.load);
      linked.take({ kind: 'joined', paneId, values: controls.values });
    }
  }

  return {
    changed() {
      const pairs = linkedPairs();
      for (const key of groups.keys()) if (!pairs.some((pair) => pair.key === key)) groups.delete(key);
      for (const { key, paneIds } of pairs) bringUp(groupOf(key), paneIds);
    },
    takeEvent(guestId, event) {
      panes.takeEvent(guestId, event);
      const isOfControls = event.type === 'workbook:variables:onchange' || event.type === 'workbook:variables:current';
      if (!isOfControls || groups.size === 0 || !panes.isActive(guestId)) return;
      const paneId = panes.sourceOf(guestId)?.paneId ?? '';
      const group = [...groups.values()].find(({ members }) => members.has(paneId));
      if (!group || !panes.controlsOf(paneId)) return;
      if (event.type === 'workbook:variables:current') {
        group.linked.take({ kind: 'current', paneId, values: event.variables });
      } else group.linked.take({ kind: 'changed', paneId, values: event.workbook.variables });
    },
  };
}
