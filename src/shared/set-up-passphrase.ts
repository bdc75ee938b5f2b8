/** What is agreed on about set-up files without a schema: how their names end, and what passphrase is one. */

/** The end of the name of such a file. */
export const SET_UP_FILE_ENDING = 'sightglass';

/** Who has the file can try passphrases for as long as they like, so a short one is none. In characters. */
export const SHORTEST_PASSPHRASE = 12;
export const LONGEST_PASSPHRASE = 1_024;
