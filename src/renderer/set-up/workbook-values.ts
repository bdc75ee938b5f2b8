/** A workbook as the fields of the form hold it: its address, and how it opens. */
import type { WorkbookDraft } from '../../shared/profile/profile.ts';
import {
  type DroppedPart,
  documentOf,
  type FoundOptions,
  takeApart,
  titleFromAddress,
  withFound,
} from '../../shared/profile/workbook-address.ts';
import {
  type Hideable,
  type MenuPosition,
  sigmaThemes,
  usualOptions,
  type WorkbookOptions,
} from '../../shared/profile/workbook-options.ts';
import { type RefreshValues, refreshDraft, refreshValues } from './refresh-values.ts';
import { newKey } from './text-values.ts';

export const themeChoices = ['app', 'workbook', ...sigmaThemes, 'custom'] as const;
export type ThemeChoice = (typeof themeChoices)[number];

export const languageChoices = ['app', 'sigma', 'named'] as const;
export type LanguageChoice = (typeof languageChoices)[number];

/** The texts that say where in a workbook a person begins; empty for none. */
export const placeFields = ['page', 'element', 'tag', 'bookmark'] as const;
export type PlaceField = (typeof placeFields)[number];

export interface ControlRow {
  readonly key: string;
  readonly id: string;
  readonly value: string;
}

interface OptionValues extends Readonly<Record<PlaceField, string>> {
  readonly menuPosition: MenuPosition;
  readonly hide: readonly Hideable[];
  readonly themeChoice: ThemeChoice;
  /** Of a custom theme. */
  readonly themeName: string;
  readonly languageChoice: LanguageChoice;
  readonly language: string;
  readonly languageVariant: string;
  readonly controls: readonly ControlRow[];
}

export interface WorkbookValues extends OptionValues {
  readonly key: string;
  readonly id: string | null;
  readonly title: string;
  readonly url: string;
  readonly refresh: RefreshValues;
}

/** What an address brought besides the address itself. */
export interface AddressNote {
  readonly found: FoundOptions;
  readonly dropped: readonly DroppedPart[];
  /** Place and control values of another workbook's address went. */
  readonly isCleared: boolean;
}

/** @param known rows whose keys are kept for the same controls, so that a field keeps its focus */
function optionValues(options: WorkbookOptions, known: readonly ControlRow[] = []): OptionValues {
  const { menuPosition, hide, theme, language, controls } = options;
  const named = theme.kind === 'named' ? theme.name : '';
  const own = sigmaThemes.find((name) => name === named);
  return {
    menuPosition,
    hide,
    themeChoice: theme.kind === 'named' ? (own ?? 'custom') : theme.kind,
    themeName: own ? '' : named,
    languageChoice: language.kind,
    language: language.kind === 'named' ? language.tag : '',
    languageVariant: language.kind === 'named' ? (language.variant ?? '') : '',
    page: options.page ?? '',
    element: options.element ?? '',
    tag: options.tag ?? '',
    bookmark: options.bookmark ?? '',
    controls: controls.map(({ id, value }) => ({
      key: known.find((row) => row.id.trim() === id)?.key ?? newKey(),
      id,
      value,
    })),
  };
}

export const emptyControl = (): ControlRow => ({ key: newKey(), id: '', value: '' });

export const emptyWorkbook = (): WorkbookValues => ({
  key: newKey(),
  id: null,
  title: '',
  url: '',
  refresh: refreshValues(undefined),
  ...optionValues(usualOptions),
});

export const workbookValues = ({ options, ...workbook }: WorkbookDraft & { readonly id: string }): WorkbookValues => ({
  key: workbook.id,
  ...workbook,
  refresh: refreshValues(workbook.refresh),
  ...optionValues(options),
});

/** Rows in which something was entered. */
export const filledControls = ({ controls }: Pick<WorkbookValues, 'controls'>): ControlRow[] =>
  controls.filter(({ id, value }) => id.trim() !== '' || value !== '');

const filled = (text: string): string | null => (text.trim() === '' ? null : text);

/** What the fields ask for. It may still be wrong: the schema says so. */
export function optionsOf(values: OptionValues): WorkbookOptions {
  const { menuPosition, hide, themeChoice, themeName, languageChoice, language, languageVariant } = values;
  return {
    menuPosition,
    hide: [...hide],
    theme:
      themeChoice === 'app' || themeChoice === 'workbook'
        ? { kind: themeChoice }
        : { kind: 'named', name: themeChoice === 'custom' ? themeName : themeChoice },
    language:
      languageChoice === 'named'
        ? { kind: 'named', tag: language, variant: filled(languageVariant) }
        : { kind: languageChoice },
    page: filled(values.page),
    element: filled(values.element),
    tag: filled(values.tag),
    bookmark: filled(values.bookmark),
    controls: filledControls(values).map(({ id, value }) => ({ id, value })),
  };
}

/**
 * The fields with an address taken apart into them. Typing leaves what other fields hold; an address of another workbook
 * that is put in its place does not, since pages and controls belong to one workbook.
 *
 * @param address what stands in the field of the URL now
 * @param isReplaced whether it was put in the place of the earlier address as a whole
 */
export function withAddress(
  values: WorkbookValues,
  address: string,
  isReplaced = false,
): { readonly values: WorkbookValues; readonly note: AddressNote | null } {
  const taken = takeApart(address);
  if (!taken) return { values: { ...values, url: address }, note: null };
  const hasEarlier = takeApart(values.url) !== null;
  const isOther = isReplaced && hasEarlier && documentOf(values.url) !== documentOf(address);
  const isCleared = isOther && (filledControls(values).length > 0 || placeFields.some((field) => values[field] !== ''));
  const kept = isOther ? { ...values, page: '', element: '', tag: '', bookmark: '', controls: [] } : values;
  const isPlain = isNothing(taken.found) && taken.dropped.length === 0;
  const named = {
    ...kept,
    url: taken.url,
    title: values.title.trim() === '' ? (titleFromAddress(taken.url) ?? values.title) : values.title,
  };
  if (isPlain) return { values: named, note: isCleared ? { ...taken, isCleared } : null };
  const options = withFound(optionsOf(kept), taken.found);
  return { values: { ...named, ...optionValues(options, values.controls) }, note: { ...taken, isCleared } };
}

function isNothing({ controls, hide, ...others }: FoundOptions): boolean {
  return controls.length === 0 && Object.keys(hide).length === 0 && Object.keys(others).length === 0;
}

/** As it is saved: an address that nobody left yet, as when Enter was pressed in its field, is taken apart too. */
export function settledWorkbook(values: WorkbookValues): WorkbookValues {
  const { url } = values;
  const taken = takeApart(url);
  return taken === null || taken.url === url.trim() ? values : withAddress(values, url).values;
}

export const workbookDraft = (values: WorkbookValues): WorkbookDraft => ({
  id: values.id,
  title: values.title,
  url: values.url,
  refresh: refreshDraft(values.refresh),
  options: optionsOf(values),
});
