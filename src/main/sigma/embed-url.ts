/** The URL that shows a workbook to one person, once: the published URL, the signed token, and unsigned wishes. */

/** Unsigned parameters that Sigma knows, without their colon. Values are case-sensitive. */
export type EmbedParameters = {
  hide_bookmarks?: boolean;
  hide_explore_toggle?: boolean;
  hide_folder_navigation?: boolean;
  hide_menu?: boolean;
  hide_tooltip?: boolean;
  hide_save_as?: boolean;
  hide_element_interactions?: boolean;
  hide_schedule?: boolean;
  hide_send?: boolean;
  responsive_height?: boolean;
  menu_position?: 'top' | 'bottom' | 'none';
  lng?: string;
  lng_variant?: string;
  theme?: string;
  bookmark?: string;
  explore?: string;
};

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
