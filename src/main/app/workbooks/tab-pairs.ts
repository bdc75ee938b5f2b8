/** Which tabs are shown side by side, as each step changes it: pure. */
import { SHARES } from '../../../shared/shares.ts';
import type { SplitView } from '../../../shared/split.ts';
import { brought, moved, type TabOf, type TabOrder, type TabPair } from './tab-rules.ts';

export const pairOf = ({ pairs }: Pick<TabOrder, 'pairs'>, tabId: string): TabPair | null =>
  pairs.find(({ tabIds }) => tabIds.includes(tabId)) ?? null;

/** The tab beside another one; null where that is shown alone. */
export function partnerOf<Tab extends TabOf>(order: TabOrder<Tab>, tabId: string): Tab | null {
  const other = pairOf(order, tabId)?.tabIds.find((id) => id !== tabId);
  return order.tabs.find((tab) => tab.tabId === other) ?? null;
}

/** Two tabs are a pair from now on, and beside one another in the strip. What either was paired with before is alone. */
export function paired<Tab extends TabOf>(order: TabOrder<Tab>, one: string, other: string): TabOrder<Tab> {
  const [near, far] = order.tabs.filter(({ tabId }) => tabId === one || tabId === other);
  const alone = unpaired(unpaired(order, one), other);
  if (!near || !far || near.profileId !== far.profileId) return order;
  const next = order.tabs[order.tabs.indexOf(near) + 1]?.tabId ?? null;
  const together = next === far.tabId ? alone : moved(alone, far.tabId, next);
  return withOnePairMore(together, { tabIds: [near.tabId, far.tabId], share: SHARES.half, isLinked: false });
}

/** Two tabs are a pair where they stand, unless one of them is in another, or they are of two profiles. */
export function withOnePairMore<Tab extends TabOf>(order: TabOrder<Tab>, pair: TabPair): TabOrder<Tab> {
  const [one, other] = pair.tabIds.map((id) => order.tabs.find(({ tabId }) => tabId === id));
  const isPossible = one && other && one !== other && one.profileId === other.profileId;
  if (!isPossible || pair.tabIds.some((id) => pairOf(order, id) !== null)) return order;
  return { ...order, pairs: [...order.pairs, pair] };
}

/** Both tabs of the pair in which a tab is are shown alone. */
export function unpaired<Tab extends TabOf>(order: TabOrder<Tab>, tabId: string): TabOrder<Tab> {
  const pair = pairOf(order, tabId);
  return pair ? { ...order, pairs: order.pairs.filter((one) => one !== pair) } : order;
}

/** What is different about the pair in which a tab is. */
export function withPair<Tab extends TabOf>(
  order: TabOrder<Tab>,
  tabId: string,
  change: (pair: TabPair) => Partial<Omit<TabPair, 'tabIds'>>,
): TabOrder<Tab> {
  const pair = pairOf(order, tabId);
  if (!pair) return order;
  return { ...order, pairs: order.pairs.map((one) => (one === pair ? { ...pair, ...change(pair) } : one)) };
}

/** The divider of the pair in which a tab is was moved. @param share of the first side */
export const divided = <Tab extends TabOf>(order: TabOrder<Tab>, tabId: string, share: number): TabOrder<Tab> =>
  withPair(order, tabId, (pair) => ({ share: isTurned(order, pair) ? other(share) : share }));

/** Without what a fraction of two gains: it would be beyond what is allowed. */
const other = (share: number): number => Math.round((1 - share) * 10_000) / 10_000;

/** The two change sides, and with that their places in the strip. */
export function swapped<Tab extends TabOf>(order: TabOrder<Tab>, tabId: string): TabOrder<Tab> {
  const ids: readonly string[] = pairOf(order, tabId)?.tabIds ?? [];
  const [one, other] = order.tabs.filter((tab) => ids.includes(tab.tabId));
  if (!one || !other) return order;
  return { ...order, tabs: order.tabs.map((tab) => (tab === one ? other : tab === other ? one : tab)) };
}

/** The tab that comes beside one when a person asks for two: the one of its profile that was used last and is alone. */
export function nextBeside<Tab extends TabOf>(order: TabOrder<Tab>, tab: Tab): Tab | null {
  const isFree = (one: Tab) => one.profileId === tab.profileId && one !== tab && pairOf(order, one.tabId) === null;
  return order.used.flatMap((id) => order.tabs.find((one) => one.tabId === id && isFree(one)) ?? [])[0] ?? null;
}

/** Before tabs go: whose partner was before the person with it is there afterwards, and alone. */
export function leavingPairs<Tab extends TabOf>(order: TabOrder<Tab>, tabIds: readonly string[]): TabOrder<Tab> {
  return tabIds.reduce((left, tabId) => {
    const partner = partnerOf(left, tabId);
    const isChosen = left.used[0] === tabId && partner !== null && !tabIds.includes(partner.tabId);
    return unpaired(isChosen ? brought(left, partner.tabId) : left, tabId);
  }, order);
}

/** As windows are told. */
export function splitViews(order: TabOrder, isThere: (tab: TabOf) => boolean): SplitView[] {
  return order.pairs.flatMap((pair) => {
    const [first, second] = order.tabs.filter((tab) => pair.tabIds.includes(tab.tabId) && isThere(tab));
    if (!first || !second) return [];
    const share = isTurned(order, pair) ? other(pair.share) : pair.share;
    return [{ tabIds: [first.tabId, second.tabId], share, isLinked: pair.isLinked }];
  });
}

const isTurned = ({ tabs }: TabOrder, { tabIds: [one, other] }: TabPair): boolean => {
  const at = (id: string) => tabs.findIndex(({ tabId }) => tabId === id);
  return at(one) > at(other);
};
