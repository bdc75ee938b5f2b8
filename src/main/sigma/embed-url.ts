/** The URL that shows a workbook to one person, once: the published URL, the signed token, and unsigned wishes. */

import { AppError } from '../../shared/errors.ts';

/**
 * The longest URL that is loaded, in bytes. What Sigma takes is not documented; servers like those before it take this
 * much: "Maximum length of a URL" in the quotas of Amazon CloudFront, and `large_client_header_buffers` of nginx by
 * default.
 */
export const LONGEST_EMBED_URL = 8_192;

/**
 * All the unsigned parameters that Sigma documents, without their colon, though the viewer sends only the last two: Sigma
 * takes no notice of a name that it does not know, so a misspelt one must not compile. Values are case-sensitive.
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
  readonly responsive_height?: boolean;
  readonly menu_position?: 'top' | 'bottom' | 'none';
  readonly lng?: string;
  readonly lng_variant?: string;
  readonly theme?: string;
  readonly bookmark?: string;
  readonly explore?: string;
}

/** Commas separate the values of a multi-value and must stay as they are; everything else is percent-encoded. */
function encodeValue(value: string): string {
  return encodeURIComponent(value).replaceAll('%2C', ',');
}

/**
 * @param workbookUrl the published URL, without query or fragment
 * @param jwt the signed token; Sigma refuses to see the same one twice
 */
export function buildEmbedUrl(workbookUrl: string, jwt: string, parameters: EmbedParameters = {}): string {
  const unsigned = Object.entries(parameters)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `&:${name}=${encodeValue(String(value))}`);
  return `${workbookUrl}?:embed=true&:jwt=${jwt}${unsigned.join('')}`;
}

/** What a page calls its controls ends up in a query: no name of it may be one of the parameters, or have no encoding. */
const isPlainControl = ([id, value]: readonly [string, string]): boolean =>
  !/^\s*(:|$)/.test(id) && !/\p{Cs}/u.test(id + value);

/**
 * The URL with the values of controls (help page "Set control values in a URL using query string parameters"), the
 * shortest first and as many as a server will take: what is left out is said by message once the workbook stands.
 */
export function withControls(url: string, controls: Readonly<Record<string, string>>): string {
  return Object.entries(controls)
    .filter(isPlainControl)
    .map(([id, value]) => `&${encodeURIComponent(id)}=${encodeValue(value)}`)
    .sort((one, other) => one.length - other.length)
    .reduce((longer, part) => (longer.length + part.length <= LONGEST_EMBED_URL ? longer + part : longer), url);
}

/**
 * Lets a URL pass that a server will take. Each connection brings its encrypted token, in base64 twice, so that a few
 * long ones are too much; the server would answer with a page that says nothing.
 *
 * @param connections how many tokens it carries
 * @throws AppError `embed_url_too_long`
 */
export function requireTakenLength(url: string, connections: number): string {
  const length = Buffer.byteLength(url);
  if (length <= LONGEST_EMBED_URL) return url;
  throw new AppError('embed_url_too_long', { length, limit: LONGEST_EMBED_URL, connections });
}
