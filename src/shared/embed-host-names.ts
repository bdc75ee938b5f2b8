/** The names of the guest's contract, apart from its schemas so that the guest's preload stays a page of code. */

export const EMBED_SCHEME = 'sightglass-embed';
/** Where the host page says which workbook it shows, to the guest's preload. The address is not signed. */
export const WORKBOOK_ADDRESS_META = 'sightglass-workbook';
export const embedHostChannels = { event: 'embed-host.event', command: 'embed-host.command' } as const;

/** Sigma's outbound messages that are passed on. */
export const sigmaEventTypes = [
  'workbook:loaded',
  'workbook:dataloaded',
  'workbook:error',
  'workbook:chart:error',
  'workbook:variables:onchange',
  'workbook:variables:current',
  'workbook:exploreKey:onchange',
  'workbook:bookmark:oncreate',
  'workbook:bookmark:onchange',
  'workbook:bookmark:ondelete',
  'workbook:selectednodeid:onchange',
] as const;
