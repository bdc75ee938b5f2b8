// `npm run gallery`: every state of the window in the browser, as the ui tests see it; a change in src/renderer shows
// at once. Ends with Ctrl+C.
import { runCommand } from './cli.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { displayIsPresent } from './display.mjs';
import { checkNodeVersion } from './node-version.mjs';
import { root } from './paths.mjs';
import { stopOnSignal } from './processes.mjs';

const page = 'test/support/ui/index.html';

/**
 * The page's policy refuses what vite adds while it serves sources: inline styles and scripts, and a web socket. The
 * tests build the page instead and keep the policy (test/support/ui/serve.ts).
 * @type {import('vite').Plugin}
 */
const withoutPolicy = {
  name: 'sightglass-gallery-without-policy',
  transformIndexHtml: {
    order: 'pre',
    handler: (html) => html.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, ''),
  },
};

await runCommand(async () => {
  checkNodeVersion(process.versions.node);
  ensureDependencies();
  const { createServer } = await import('vite');
  const { default: react } = await import('@vitejs/plugin-react');
  const server = await createServer({
    // The page takes its style sheets from src/, by paths that must stay below the root.
    root,
    optimizeDeps: { entries: [page] },
    configFile: false,
    logLevel: 'warn',
    plugins: [react(), withoutPolicy],
    server: {
      host: '127.0.0.1',
      open: displayIsPresent(process.platform, process.env) && page,
    },
  });
  stopOnSignal(() => server.close());
  await server.listen();
  console.log(`The gallery is at ${server.resolvedUrls?.local[0]}${page} (Ctrl+C stops it).`);
  return new Promise(() => {});
});
