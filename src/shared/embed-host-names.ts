/** The names of the guest's contract: what main, the page inside a guest and its preload call the same. */

export const EMBED_SCHEME = 'sightglass-embed';
/** Where the host page says where its workbook is, to the guest's preload. */
export const WORKBOOK_ADDRESS_META = 'sightglass-workbook';
export const embedHostChannels = {
  /** A message of Sigma that the program knows. */
  event: 'embed-host.event',
  /** Something that is not passed on: the name of an unknown message, or of one that is too large. */
  dropped: 'embed-host.dropped',
  command: 'embed-host.command',
  /** The host page gives way to that of another guest, whose address comes with it. */
  again: 'embed-host.again',
} as const;
/** Why the guest's preload does not pass a message on. */
export type DroppedMessage = { readonly type: string; readonly why: 'unknown' | 'too-large' };
