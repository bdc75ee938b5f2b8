/**
 * How the workbook of a QuickStart file opens: what its address says, and the names that the QuickStart calls "optional
 * embed parameters". Their names are those of Sigma's parameters, in small letters.
 */
import { isDeepStrictEqual } from 'node:util';
import { parseUrl } from '../../../shared/profile/addresses.ts';
import type { Workbook } from '../../../shared/profile/profile.ts';
import { shownName } from '../../../shared/profile/visible-text.ts';
import { documentOf, takeApart, titleFromAddress, withFound } from '../../../shared/profile/workbook-address.ts';
import { type Hideable, hideable, usualOptions } from '../../../shared/profile/workbook-options.ts';

/** A name of the file; undefined where it is missing or blank. */
type Named = (name: string) => string | undefined;

/** What the QuickStart writes where nothing was chosen. Sigma knows neither a theme nor a language of these names. */
const unchosen: Readonly<Record<string, string>> = { theme: 'Lite', lng: 'English' };

/** Names of the QuickStart's file for which Sigma's parameters of today, or this program, have no use. */
const unusedFlags = [
  'disable_auto_refresh',
  'disable_mobile_view',
  'hide_page_controls',
  'hide_reload_button',
  'hide_title',
  'hide_view_select',
  'responsive_height',
];
const unusedValues = ['page_id', 'view_id'];

/** Every name that says how the workbook opens, used or not. */
export const embedOptionNames: readonly string[] = [
  ...hideable.map((part) => `hide_${part}`),
  ...['menu_position', 'theme', 'lng', 'lng_variant'],
  ...unusedFlags,
  ...unusedValues,
];

export interface WorkbookOfFile {
  /** As a draft has it, before it is checked. */
  readonly workbook: unknown;
  /** The one that it brings up to date; the same object where the file says nothing new of it. */
  readonly known: Workbook | null;
  /** The address that it has in the draft. */
  readonly url: string;
  /** What the file says and nobody uses, by name. */
  readonly unused: readonly string[];
}

/**
 * @param url as the file has it
 * @param all the workbooks that stay in the profile
 */
export function workbookOfFile(url: string, named: Named, all: readonly Workbook[]): WorkbookOfFile {
  const taken = takeApart(url);
  const address = taken?.url ?? url;
  const known = all.find((one) => documentOf(one.url) === documentOf(address)) ?? null;
  const before = known && withoutPlace(known);
  const found = withFound(before?.options ?? usualOptions, taken?.found ?? { hide: {}, controls: [] });
  const { options, unused } = withNames(found, named);
  const workbook = before
    ? { ...before, url: isSameAddress(before.url, address) ? before.url : address, options }
    : { id: null, title: titleFromAddress(address) ?? 'Workbook', url: address, options };
  // Written in another way it is the same workbook still, and nothing is to change.
  const kept = isDeepStrictEqual(workbook, before) ? known : null;
  return {
    workbook: kept ?? workbook,
    known,
    url: (kept ?? workbook).url,
    unused: [...(taken?.dropped ?? []).map(({ name }) => shownName(name).slice(0, 60)), ...unused],
  };
}

/** One that was renamed in Sigma has another address, which is the one to go to. */
function isSameAddress(one: string, other: string): boolean {
  const [known, given] = [one, other].map((text) => parseUrl(text));
  const pathOf = (url: URL | null | undefined) => url?.pathname.replace(/\/+$/, '');
  return known?.origin === given?.origin && pathOf(known) === pathOf(given);
}

/** An earlier version stored the place as part of the address. */
function withoutPlace(workbook: Workbook): Workbook {
  const taken = takeApart(workbook.url);
  return taken ? { ...workbook, url: taken.url, options: withFound(workbook.options, taken.found) } : workbook;
}

function withNames(options: Workbook['options'], named: Named) {
  const unused: string[] = [];
  const chosen = (name: string): string | undefined => {
    const value = named(name);
    return value === unchosen[name] ? undefined : value;
  };
  const flag = (name: string): boolean | undefined => {
    const value = named(name)?.toLowerCase();
    if (value !== undefined && value !== 'true' && value !== 'false') unused.push(name);
    return value === 'true' ? true : value === 'false' ? false : undefined;
  };
  const isHidden = (part: Hideable) => flag(`hide_${part}`) ?? options.hide.includes(part);
  const menuPosition = chosen('menu_position');
  const theme = chosen('theme');
  const tag = chosen('lng');
  const variant = chosen('lng_variant');
  const hide = hideable.filter(isHidden);
  const { language } = options;
  if (variant !== undefined && tag === undefined && language.kind !== 'named') unused.push('lng_variant');
  unused.push(...unusedFlags.filter((name) => named(name)?.toLowerCase() === 'true'));
  unused.push(...unusedValues.filter((name) => named(name) !== undefined));
  return {
    unused,
    options: {
      ...options,
      hide,
      ...(menuPosition === undefined ? {} : { menuPosition }),
      ...(theme === undefined ? {} : { theme: { kind: 'named', name: theme } }),
      ...(tag === undefined ? {} : { language: { kind: 'named', tag, variant: variant ?? null } }),
      ...(tag === undefined && variant !== undefined && language.kind === 'named'
        ? { language: { ...language, variant } }
        : {}),
    },
  };
}
