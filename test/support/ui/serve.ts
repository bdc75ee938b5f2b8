/** Builds the gallery as the window is built and serves it, so that the tests meet the same policy and the same code. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build, preview } from 'vite';

export async function serveGallery(): Promise<{ url: string; close: () => Promise<void> }> {
  const outDir = await mkdtemp(join(tmpdir(), 'sightglass-gallery-'));
  const shared = { root: import.meta.dirname, configFile: false, logLevel: 'error' } as const;
  // Under vitest the environment is "test", in which react and react-aria are other code than in the window.
  const environment = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  await build({
    ...shared,
    mode: 'production',
    plugins: [react()],
    build: { outDir, emptyOutDir: true, target: 'chrome130', modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
  });
  process.env.NODE_ENV = environment;
  const server = await preview({
    ...shared,
    build: { outDir },
    // Built for one run, at an address of its own: nothing changes, so that nothing need be asked for twice.
    preview: { host: '127.0.0.1', port: 0, headers: { 'cache-control': 'max-age=3600' } },
  });
  const address = server.httpServer.address();
  if (address === null || typeof address === 'string') throw new Error('The gallery has no address.');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    async close() {
      await server.close();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}
