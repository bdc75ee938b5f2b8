/** The URL that shows a workbook to one person, once: the published URL, the signed token, and unsigned wishes. */

import { AppError } from '../../shared/errors.ts';
import { type EmbedParameters, queryParts } from '../../shared/profile/embed-parameters.ts';
import type { ControlValue } from '../../shared/profile/workbook-options.ts';

/**
 * The longest URL that is loaded, in bytes. What Sigma takes is not documented; servers like those before it take this
 * much: "Maximum length of a URL" in the quotas of Amazon CloudFront, and `large_client_header_buffers` of nginx by
 * default.
 */
export const LONGEST_EMBED_URL = 8_192;

export interface EmbedUrl {
  /** Where the load begins, without query or fragment. */
  readonly workbookUrl: string;
  /** The signed token; Sigma refuses to see the same one twice. */
  readonly jwt: string;
  readonly parameters?: EmbedParameters;
  readonly controls?: readonly ControlValue[];
}

export const embedUrl = ({ workbookUrl, jwt, parameters = {}, controls = [] }: EmbedUrl): string =>
  `${workbookUrl}?${[':embed=true', `:jwt=${jwt}`, ...queryParts(parameters, controls)].join('&')}`;

/** What a page calls its controls ends up in a query: no name of it may be one of the parameters, or have no encoding. */
const isPlainControl = ({ id, value }: ControlValue): boolean => !/^\s*(:|$)/.test(id) && !/\p{Cs}/u.test(id + value);

/**
 * The URL with more values of controls (help page "Set control values in a URL using query string parameters"), the
 * shortest first and as many as a server will take: what is left out is said by message once the workbook stands.
 */
export function withControls(url: string, controls: readonly ControlValue[]): string {
  return queryParts({}, controls.filter(isPlainControl))
    .map((part) => `&${part}`)
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
