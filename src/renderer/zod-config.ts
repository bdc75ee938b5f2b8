/** Settings of zod for the window's page. */
import { config } from 'zod';

// zod tries `new Function` first, which the window's CSP refuses. This spares the attempt, and the report of it. It
// must run before any schema is made.
config({ jitless: true });
