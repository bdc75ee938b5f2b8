/** Quick keys (`quick-keys.ts`) for the stand-ins of a file and for the programs that it starts. Import it before all else. */
import '../quick-keys.ts';
import { join } from 'node:path';
import { loadedBefore } from './running-app.ts';

loadedBefore.push(join(import.meta.dirname, '../quick-keys.cjs'));
