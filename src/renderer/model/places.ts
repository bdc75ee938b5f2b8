/** Everything that can be gone to or done from the palette, in the order in which it is offered before anything is typed. */
import {
  argumentsOf,
  type CommandId,
  commandIds,
  commandOf,
  keysOf,
  type Situation,
  withoutMnemonic,
} from '../../shared/commands.ts';
import { joinValues, splitValues } from '../../shared/profile/control-values.ts';
import { shownName } from '../../shared/profile/visible-text.ts';
import { type SettingId, settingOf } from '../../shared/settings.ts';
import type { SigmaCommand } from '../../shared/sigma/commands.ts';
import type { PaneView } from '../../shared/state.ts';
import type { Text } from '../../shared/text/en.ts';
import { format } from '../../shared/text/format.ts';
import { windowName } from '../../shared/window-names.ts';
import type { Findable } from './finding.ts';
import { fold } from './fuzzy.ts';
import { isAddress } from './pasted-address.ts';
import { MOST_VALUES, type SeenValues } from './seen-values.ts';
import { valueText, wordsOf } from './settings-list.ts';

export type PlaceKind =
  | 'tab'
  | 'workbook'
  | 'page'
  | 'element'
  | 'bookmark'
  | 'control'
  | 'profile'
  | 'command'
  | 'setting';

/** What comes of choosing an entry. */
export type PlaceDeed =
  | { readonly do: 'command'; readonly id: CommandId; readonly argument?: string }
  | { readonly do: 'say'; readonly paneId: string; readonly command: SigmaCommand }
  /** The settings are opened at this one. */
  | { readonly do: 'seek'; readonly id: SettingId }
  /** A setting that is on or off is turned, and that is said. */
  | { readonly do: 'turn'; readonly id: SettingId; readonly value: boolean }
  /** An address is followed, as it was put in. */
  | { readonly do: 'follow'; readonly text: string }
  /** The search goes on with these words. */
  | { readonly do: 'type'; readonly words: string };

export interface Place extends Findable {
  readonly kind: PlaceKind;
  readonly deed: PlaceDeed;
  /** Whether the title is a name, the same in every language. */
  readonly isName: boolean;
  readonly isPinned?: boolean;
  /** The person is there. */
  readonly isCurrent?: boolean;
  /** As keys are written for people; null where it has none. */
  readonly keys?: string | null;
}

/** From far to near. */
const nearness = { far: 0, own: 0.2, recent: 0.6, pinned: 0.8 } as const;

/** @param seen values that a control of the workbook on screen has had, the newest first */
export function placesOf(now: Situation, text: Text, seen: SeenValues = new Map()): Place[] {
  const workbooks = [...tabPlaces(now, text), ...workbookPlaces(now, text)];
  const { pane } = now;
  const inside = pane ? insidePlaces(pane, text, seen) : [];
  return [
    ...workbooks,
    ...inside,
    ...profilePlaces(now, text),
    ...commandPlaces(now, text),
    ...settingPlaces(now, text),
  ];
}

/** Only where there is another one to go to. Of several tabs of one workbook each is found. */
function tabPlaces({ state }: Situation, text: Text): Place[] {
  const { tabs, chosenTab } = state.window;
  return tabs
    .filter(({ tabId }) => tabId !== chosenTab)
    .map(({ tabId, title }): Place => {
      return {
        key: `tab ${tabId}`,
        kind: 'tab',
        title,
        detail: text.palette.kinds.tab,
        nearness: nearness.pinned,
        deed: { do: 'command', id: 'goToTab', argument: tabId },
        isName: true,
      };
    });
}

/** Recent ones first, since the last one is what people go back to; the one on screen last of all. */
function workbookPlaces(now: Situation, text: Text): Place[] {
  const { profiles, recentWorkbooks, pinnedWorkbooks } = now.state;
  const shown = now.pane?.workbookId;
  const all = profiles.flatMap(({ profile }) =>
    profile.workbooks.map(({ id, title }): Place => {
      const isPinned = pinnedWorkbooks.includes(id);
      const recency = recentWorkbooks.indexOf(id);
      const near = isPinned ? nearness.pinned : recency >= 0 ? nearness.recent : nearness.far;
      return {
        key: `workbook ${id}`,
        kind: 'workbook',
        title,
        detail: profile.name,
        // Nobody looks for what is before them.
        nearness: id === shown ? nearness.far : recency >= 0 ? near + 0.2 / (recency + 1) : near,
        deed: { do: 'command', id: 'openWorkbook', argument: id },
        isName: true,
        isPinned,
        isCurrent: id === shown,
      };
    }),
  );
  const idOf = ({ deed }: Place) => (deed.do === 'command' ? (deed.argument ?? '') : '');
  const order = (place: Place): number => {
    const id = idOf(place);
    if (place.isCurrent) return Number.POSITIVE_INFINITY;
    const recency = recentWorkbooks.indexOf(id);
    if (recency >= 0) return recency;
    return place.isPinned ? recentWorkbooks.length + pinnedWorkbooks.indexOf(id) : 10_000;
  };
  const collator = new Intl.Collator(text.locale, { numeric: true });
  return all.toSorted((one, other) => {
    const [first, second] = [order(one), order(other)];
    return first === second ? collator.compare(one.title, other.title) : first - second;
  });
}

function insidePlaces(pane: PaneView, text: Text, seen: SeenValues): Place[] {
  const { paneId, title: workbook, place, contents } = pane;
  const say = (command: SigmaCommand): PlaceDeed => ({ do: 'say', paneId, command });
  const own = { detail: workbook, nearness: nearness.own };
  const nodes = contents.nodes.map(({ id, type, title }): Place => {
    return {
      ...own,
      key: `node ${id}`,
      kind: type,
      title: title ?? shownName(id),
      deed: say({ type: 'workbook:selectednodeid:update', selectedNodeId: id, nodeType: type }),
      isName: true,
      isCurrent: place.selectedNode?.id === id,
    };
  });
  const bookmarks = contents.bookmarks.map(({ id, name }): Place => {
    return {
      ...own,
      key: `bookmark ${id}`,
      kind: 'bookmark',
      title: name || text.inside.bookmarks.unnamed,
      deed: say({ type: 'workbook:bookmark:select', bookmarkId: id }),
      isName: name !== '',
      isCurrent: place.bookmarkId === id,
    };
  });
  const controls = Object.entries(place.controls).flatMap(([id, value]): Place[] => {
    const valued = (one: string) => format(text.palette.control, { control: id, value: shownName(one) });
    const others = knownValues(value, seen.get(id) ?? []).map((one): Place => {
      return {
        ...own,
        key: `control ${id} ${one}`,
        kind: 'control',
        title: valued(one),
        deed: say({ type: 'workbook:variables:update', variables: { [id]: one } }),
        isName: true,
      };
    });
    const present: Place = {
      ...own,
      key: `control ${id}`,
      kind: 'control',
      title:
        value === ''
          ? format(text.palette.control, { control: id, value: text.inside.controls.noValue })
          : valued(value),
      deed: { do: 'type', words: `${format(text.palette.control, { control: id, value: '' })} ` },
      isName: true,
      isCurrent: true,
    };
    return [present, ...others];
  });
  return [...nodes, ...bookmarks, ...controls];
}

/** What a control may be set to, as far as it is known: each of the values that it has, and what it had before. */
function knownValues(present: string, seen: readonly string[]): string[] {
  const parts = [present, ...seen].flatMap((text) => splitValues(text).map((value) => joinValues([value])));
  const known = new Set([...seen, ...parts].filter((value) => value !== '' && value !== present));
  return [...known].slice(0, MOST_VALUES);
}

function profilePlaces(now: Situation, text: Text): Place[] {
  const { profiles, window } = now.state;
  if (profiles.length < 2) return [];
  return profiles.map(({ profile: { id, name } }): Place => {
    return {
      key: `profile ${id}`,
      kind: 'profile',
      title: name,
      detail: text.palette.kinds.profile,
      nearness: nearness.far,
      deed: { do: 'command', id: 'selectProfile', argument: id },
      isName: true,
      isCurrent: id === window.profileId,
    };
  });
}

/** What is done to a workbook or a profile stands with those. */
const isOffered = (id: CommandId) => {
  const { isOnlyInMenu, argument } = commandOf(id);
  return isOnlyInMenu !== true && argument !== 'workbook' && argument !== 'profile' && argument !== 'tab';
};

function commandPlaces(now: Situation, text: Text): Place[] {
  const connections = now.state.profiles.flatMap(({ profile }) => profile.connections);
  return commandIds.filter(isOffered).flatMap((id) =>
    argumentsOf(id, now)
      // Nobody goes to the window in which they are.
      .filter((argument) => argument !== now.state.window.windowId && commandOf(id).applies(now, argument))
      .map((argument): Place => {
        const connection = connections.find((one) => one.id === argument)?.label ?? '';
        const window = argument === undefined ? '' : windowName(now.state, argument, text);
        return {
          key: `command ${id} ${argument ?? ''}`,
          kind: 'command',
          title: format(withoutMnemonic(text.commands[id]), { connection, window }).replace(/…$/, ''),
          detail: withoutMnemonic(text.menu[commandOf(id).menu]),
          nearness: nearness.far,
          deed: argument === undefined ? { do: 'command', id } : { do: 'command', id, argument },
          isName: false,
          keys: keysOf(id, now.state.platform, now.state.chosenKeys)[0] ?? null,
        };
      }),
  );
}

/** Each setting where it stands among the others; one that is on or off is turned from here as well. */
function settingPlaces({ state }: Situation, text: Text): Place[] {
  const own = { kind: 'setting', nearness: nearness.far, isName: false } as const;
  return state.settings.flatMap(({ id, value, setBy }): Place[] => {
    const { title } = wordsOf(id, text);
    const mayChoose = setBy !== 'administrator' && setBy !== 'program';
    const isSwitch = settingOf(id).kind === 'switch';
    const turned = {
      ...own,
      key: `turn ${id}`,
      title: format(value === true ? text.palette.turnOff : text.palette.turnOn, { setting: title }),
      detail: text.palette.kinds.setting,
      deed: { do: 'turn', id, value: value !== true },
    } as const;
    const detail = format(text.palette.valued, {
      group: text.settings.groups[settingOf(id).group],
      value: valueText(id, value, text),
    });
    const sought: Place = { ...own, key: `setting ${id}`, title, detail, deed: { do: 'seek', id } };
    return isSwitch && mayChoose ? [sought, turned] : [sought];
  });
}

/**
 * What a person means who has typed the name of a control, a colon and a value: that it be set to just that.
 *
 * @returns null where it is no such thing
 */
export function typedControl(query: string, pane: PaneView | null, text: Text): Place | null {
  const [, name = '', value = ''] = /^([^:]+):\s*(\S.*)$/.exec(query.trim()) ?? [];
  const folded = fold(name.trim()).letters.join('');
  const control = Object.keys(pane?.place.controls ?? {}).find((id) => fold(id).letters.join('') === folded);
  if (!pane || control === undefined || pane.place.controls[control] === value) return null;
  return {
    key: `set ${control}`,
    kind: 'control',
    title: format(text.palette.control, { control, value }),
    detail: pane.title,
    nearness: 1,
    deed: {
      do: 'say',
      paneId: pane.paneId,
      command: { type: 'workbook:variables:update', variables: { [control]: value } },
    },
    isName: true,
  };
}

/** What a person means who has put an address into the search: to open what it leads to. Null where it is none. */
export const pastedAddress = (query: string, text: Text): Place | null =>
  isAddress(query)
    ? {
        key: 'address',
        kind: 'command',
        title: text.links.followAddress,
        detail: text.palette.kinds.workbook,
        nearness: 1,
        deed: { do: 'follow', text: query.trim() },
        isName: false,
      }
    : null;
