/** What a person put into a search may be an address, which main follows; then there is nothing else to be found. */

/** More than one word is no address, but for the space that comes with a copy. */
export const isAddress = (search: string): boolean => /^\s*(?:https?:\/\/|sightglass:)\S+\s*$/i.test(search);
