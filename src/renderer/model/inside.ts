/** What the window shows of the inside of a workbook: pure rules over a pane. */
import type { PaneView } from '../../shared/state.ts';
import type { Text } from '../../shared/text/en.ts';
import { format, plural } from '../../shared/text/format.ts';

type Contents = Pick<PaneView, 'contents'>;

/** What the bar says quietly about elements in trouble; null where all is well. */
export function troubleWords({ contents }: Contents, text: Text): string | null {
  const { chartErrors, noData } = contents;
  const { failed, empty } = text.inside.troubles;
  const said = [
    chartErrors > 0 ? format(plural(failed, chartErrors, text.locale), { count: chartErrors }) : '',
    noData > 0 ? format(plural(empty, noData, text.locale), { count: noData }) : '',
  ].filter(Boolean);
  return said.length === 0 ? null : said.join(' · ');
}

export interface ShownControl {
  readonly id: string;
  readonly value: string;
}

/** The controls of a workbook in the order of their ids, as far as they hold all words of a search. */
export function shownControls(
  controls: Readonly<Record<string, string>>,
  search: string,
  locale: string,
): ShownControl[] {
  const words = search.toLocaleLowerCase(locale).split(/\s+/).filter(Boolean);
  const compare = new Intl.Collator(locale, { numeric: true }).compare;
  return Object.entries(controls)
    .map(([id, value]) => ({ id, value }))
    .filter(({ id, value }) => words.every((word) => `${id} ${value}`.toLocaleLowerCase(locale).includes(word)))
    .toSorted((one, other) => compare(one.id, other.id));
}

/** Whether the workbook that a pane was opened for is no more, and there is another one to go to. */
export function leadsHome(pane: PaneView | null, workbooks: number): boolean {
  return pane?.contents.isDeleted === true && pane.error?.code === 'workbook_deleted' && workbooks > 1;
}

/** Whether there is a card to show of the workbook. */
export const hasSomethingToSay = ({ contents }: Contents): boolean =>
  contents.isOutdated || contents.actions.length > 0;
