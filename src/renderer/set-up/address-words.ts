/** How a workbook opens, in words: in one line, and as what an address brought with it. */
import { shownName } from '../../shared/profile/visible-text.ts';
import type { FoundOptions } from '../../shared/profile/workbook-address.ts';
import { type Hideable, hideable } from '../../shared/profile/workbook-options.ts';
import type { Text } from '../../shared/text/en.ts';
import { format, listText, plural } from '../../shared/text/format.ts';
import { type AddressNote, filledControls, placeFields, type WorkbookValues } from './workbook-values.ts';

/** In characters. An address may hold any text; the whole of it stands in its field. */
const LONGEST_SHOWN = 60;

/** A part of an address within a sentence, which it must not rearrange. */
function shown(part: string): string {
  const characters = [...shownName(part)];
  return characters.length > LONGEST_SHOWN ? `${characters.slice(0, LONGEST_SHOWN).join('')}…` : characters.join('');
}

/** What is set, as one line; what is as usual is not named. */
export function optionsSummary(workbook: WorkbookValues, text: Text): string {
  const { summary } = text.setUp.workbooks;
  const { menuPosition, hide, themeChoice, themeName, languageChoice, language } = workbook;
  const controls = filledControls(workbook).length;
  const places = placeFields.flatMap((field) => {
    const name = workbook[field].trim();
    return name === '' ? [] : [format(summary.places[field], { name })];
  });
  const parts = [
    ...places,
    ...(menuPosition === 'top' ? [] : [summary.menus[menuPosition]]),
    ...(hide.length === 0 ? [] : [format(plural(summary.hidden, hide.length, text.locale), { count: hide.length })]),
    ...(themeChoice === 'app' ? [] : [themeWords(themeChoice === 'custom' ? themeName : themeChoice, summary)]),
    ...(languageChoice === 'app'
      ? []
      : [languageChoice === 'sigma' ? summary.sigmaLanguage : format(summary.language, { language })]),
    ...(controls === 0 ? [] : [format(plural(summary.controls, controls, text.locale), { count: controls })]),
  ];
  return parts.length === 0 ? summary.usual : parts.join(' · ');
}

const themeWords = (theme: string, { workbookTheme, theme: phrase }: Text['setUp']['workbooks']['summary']) =>
  theme === 'workbook' ? workbookTheme : format(phrase, { theme });

/** What was taken from an address, what of it is not used and why, and what went with the earlier address. */
export function addressNoteLines({ found, dropped, isCleared }: AddressNote, text: Text): string[] {
  const { note } = text.setUp.workbooks;
  const taken = foundWords(found, text);
  const unused = dropped.map(({ reason, name }) => format(note.dropped[reason], { name: shown(name) }));
  return [
    ...(taken.length === 0 ? [] : [format(note.taken, { parts: listText(taken, text.locale) })]),
    ...(isCleared ? [note.cleared] : []),
    ...new Set(unused),
  ];
}

function foundWords(found: FoundOptions, text: Text): string[] {
  const { note, summary, options } = text.setUp.workbooks;
  const hiding = (isHidden: boolean): Hideable[] => hideable.filter((part) => found.hide[part] === isHidden);
  const parts = (some: readonly Hideable[]) => some.map((part) => options.parts[part]).join(', ');
  const places = placeFields.flatMap((field) => {
    const name = found[field];
    return name === undefined ? [] : [format(summary.places[field], { name: shown(name) })];
  });
  const { menuPosition, theme, language, controls } = found;
  return [
    ...places,
    ...(menuPosition === undefined ? [] : [summary.menus[menuPosition]]),
    ...(hiding(true).length === 0 ? [] : [format(note.hidden, { parts: parts(hiding(true)) })]),
    ...(hiding(false).length === 0 ? [] : [format(note.shown, { parts: parts(hiding(false)) })]),
    ...(theme === undefined ? [] : [format(summary.theme, { theme: shown(theme) })]),
    ...(language === undefined ? [] : [format(summary.language, { language: shown(language) })]),
    ...controls.map(({ id, value }) =>
      format(note.control, { id: shown(id), value: value === '' ? note.noValue : shown(value) }),
    ),
  ];
}
