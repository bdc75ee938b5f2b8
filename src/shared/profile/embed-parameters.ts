/** The unsigned part of an embed URL: where it begins, what Sigma shows, and the values of controls. */
import type { Language } from '../text/languages.ts';
import { encodeValues, percentEncoded } from './control-values.ts';
import { type ControlValue, hideable, type WorkbookOptions } from './workbook-options.ts';

/**
 * All the unsigned parameters that Sigma documents, without their colon, though not all of them are sent: Sigma takes no
 * notice of a name that it does not know, so a misspelt one must not compile. Values are case-sensitive.
 */
export interface EmbedParameters {
  readonly hide_bookmarks?: boolean;
  readonly hide_explore_toggle?: boolean;
  readonly hide_folder_navigation?: boolean;
  readonly hide_menu?: boolean;
  readonly hide_tooltip?: boolean;
  readonly hide_save_as?: boolean;
  readonly hide_element_interactions?: boolean;
  readonly hide_schedule?: boolean;
  readonly hide_send?: boolean;
  /** Must be false at an address that ends in `/edit`. What is on screen has a height of its own; a whole page on paper has not. */
  readonly responsive_height?: boolean;
  readonly menu_position?: 'top' | 'bottom' | 'none';
  readonly lng?: string;
  readonly lng_variant?: string;
  readonly theme?: string;
  readonly bookmark?: string;
  readonly explore?: string;
}

/** How the app itself looks and speaks at this moment; null where Sigma is not to follow it. */
export interface Appearance {
  readonly theme: 'Light' | 'Dark' | null;
  /** As `:lng` spells it. */
  readonly language: string | null;
}

/** What `:lng` calls the languages of the app; null for one that Sigma cannot have. */
const sigmaLanguages: Readonly<Record<Language, string | null>> = {
  en: 'en',
  de: 'de',
  fr: 'fr',
  es: 'es',
  ja: 'ja',
  pseudo: null,
};

export const appearanceOf = (isDark: boolean, language: Language): Appearance => ({
  theme: isDark ? 'Dark' : 'Light',
  language: sigmaLanguages[language],
});

/** Where the person is, as far as it is known. What it does not name is as the workbook's options have it. */
export interface PlaceOnScreen {
  /** The address of what is shown, with page, element, tag and `/edit`. */
  readonly address?: string;
  /** Null: the person left the bookmark that the workbook opens with. */
  readonly bookmark?: string | null;
  readonly explore?: string | null;
  readonly controls?: readonly ControlValue[];
}

/** Whether the person's own exploration or bookmark says how the workbook looks. It holds values of its own. */
const isOwnView = ({ explore, bookmark }: PlaceOnScreen): boolean => explore != null || bookmark !== undefined;

/** The parameters of one load: the options of the workbook, and where the person is in it. */
export function parametersOf(options: WorkbookOptions, place: PlaceOnScreen, appearance: Appearance): EmbedParameters {
  const { menuPosition, hide, theme, language } = options;
  const hidden = hideable
    // Without a menu there is nothing of it to hide.
    .filter((part) => hide.includes(part) && !(part === 'menu' && menuPosition === 'none'))
    .map((part) => [`hide_${part}`, true] as const);
  const themeName = theme.kind === 'named' ? theme.name : theme.kind === 'app' ? appearance.theme : null;
  const lng = language.kind === 'named' ? language.tag : language.kind === 'app' ? appearance.language : null;
  const variant = language.kind === 'named' ? language.variant : null;
  const bookmark = isOwnView(place) ? place.bookmark : options.bookmark;
  return {
    menu_position: menuPosition,
    ...Object.fromEntries(hidden),
    ...(themeName === null ? {} : { theme: themeName }),
    ...(lng === null ? {} : { lng }),
    ...(variant === null ? {} : { lng_variant: variant }),
    ...(bookmark == null ? {} : { bookmark }),
    ...(place.explore == null ? {} : { explore: place.explore }),
  };
}

/**
 * The control values that a workbook opens with, besides those of the place. They would undo what the person chose: the
 * same controls, or all of them in a view of their own.
 */
export const controlsOf = (options: WorkbookOptions, place: PlaceOnScreen): readonly ControlValue[] =>
  isOwnView(place) ? [] : options.controls.filter(({ id }) => !place.controls?.some((chosen) => chosen.id === id));

interface Opened {
  /** The published URL, without query or fragment. */
  readonly url: string;
  readonly options: WorkbookOptions;
}

/** The address of one load, without its query. */
export function addressOf({ url, options }: Opened, place: PlaceOnScreen): string {
  if (place.address !== undefined) return place.address;
  const { tag, page, element } = options;
  const parts = [
    ['tag', tag],
    ['page', page],
    ['element', element],
  ] as const;
  const path = parts.map(([kind, name]) => (name === null ? '' : `/${kind}/${percentEncoded(name)}`)).join('');
  return path === '' ? url : url.replace(/\/+$/, '') + path;
}

/** Commas separate the values of a multi-value and must stay as they are; everything else is percent-encoded. */
const encodeParameter = (value: string): string => percentEncoded(value).replaceAll('%2C', ',');

/** Each parameter and control value as it stands in the query, in order. */
export const queryParts = (parameters: EmbedParameters, controls: readonly ControlValue[]): string[] => [
  ...Object.entries(parameters)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `:${name}=${encodeParameter(String(value))}`),
  ...controls.map(({ id, value }) => `${percentEncoded(id)}=${encodeValues(value)}`),
];

/** The URL that a workbook opens with, but for the signed token. */
export function unsignedUrl(workbook: Opened, appearance: Appearance): string {
  const parts = queryParts(parametersOf(workbook.options, {}, appearance), controlsOf(workbook.options, {}));
  return `${addressOf(workbook, {})}?${[':embed=true', ...parts].join('&')}`;
}

/**
 * The longest URL, in bytes, that a signed token can still be put into. A token that carries nothing of a connection has some
 * 700; web servers take 8,192 of both.
 */
export const LONGEST_UNSIGNED_URL = 6_144;

/** Whether a workbook could be opened in no case, however short its tokens are. Themes and languages of ours count little. */
export const leavesNoRoom = (workbook: Opened): boolean =>
  new TextEncoder().encode(unsignedUrl(workbook, { theme: 'Light', language: 'en' })).length > LONGEST_UNSIGNED_URL;
