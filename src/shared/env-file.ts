/** What window and main agree on about QuickStart `.env` files. */

/** A QuickStart file has a few kilobytes; anything much larger is something else. */
export const LARGEST_ENV_BYTES = 256 * 1_024;
