/** One browser for all sign-ins of a file: its context is another one for each address. */
import { afterAll } from 'vitest';
import { shareOneBrowser } from './driver/system-browser.ts';

afterAll(shareOneBrowser());
