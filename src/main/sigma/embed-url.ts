/** The URL that shows a workbook to one person, once: the published URL, the signed token, and unsigned wishes. */

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
