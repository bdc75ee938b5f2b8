import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { contentsPlugins } from './scripts/contents/build-plugins.mjs';
import { textsAsJson } from './scripts/texts-plugin.mjs';

const root = import.meta.dirname;

/** Comments are for readers of the source; licences stay. The code itself is not changed, so that stack traces name it. */
const comments = { legal: true, annotation: false, jsdoc: false };

/**
 * Smaller, and read faster at each start; names of functions stay, so that a stack trace can be read, and those of what is
 * inside them do not.
 */
const minify = { compress: true, mangle: { keepNames: true }, codegen: { removeWhitespace: true } };

/**
 * What a start reads in any case lies in one file: each further one is one more way to the disk and, for a page, to main. Not
 * among it: where main begins, which waits for parts that need this file, and what runs in a thread of its own, which has
 * nothing of Electron.
 */
const first = { name: 'first', tags: ['$initial' as const], test: /^(?!.*[\\/]main[\\/](?:index\.ts|images[\\/]))/ };
const codeSplitting = { groups: [first] };

/**
 * Modules are named as they lie below this folder, also where node_modules is a link to another one: what is built says
 * nothing of the computer that built it, and is the same on each.
 */
const resolveInPlace = { preserveSymlinks: true };

// Everything is bundled, so that a package holds our code and nothing else. The targets are those of the oldest
// runtime that the tests use (Electron 33: Node 20.18, Chromium 130).
export default defineConfig({
  main: {
    resolve: resolveInPlace,
    plugins: [textsAsJson(), ...contentsPlugins('main')],
    build: {
      target: 'node20.18',
      externalizeDeps: false,
      rollupOptions: {
        input: {
          index: resolve(root, 'src/main/index.ts'),
          // A thread of its own begins with a file of its own.
          'png-worker': resolve(root, 'src/main/images/png-worker.ts'),
        },
        // All in one folder: what is found from the place of its module is found from each.
        output: { format: 'es', chunkFileNames: '[name]-[hash].js', comments, minify, codeSplitting },
      },
    },
  },
  preload: {
    resolve: resolveInPlace,
    plugins: contentsPlugins('preload'),
    build: {
      target: 'node20.18',
      externalizeDeps: false,
      // A sandboxed preload is one CommonJS file.
      isolatedEntries: true,
      rollupOptions: {
        input: {
          app: resolve(root, 'src/preload/app.ts'),
          'embed-host': resolve(root, 'src/preload/embed-host.ts'),
        },
        output: { format: 'cjs', entryFileNames: '[name].cjs', comments, minify },
      },
    },
  },
  renderer: {
    root: resolve(root, 'src/renderer'),
    resolve: resolveInPlace,
    build: {
      target: 'chrome130',
      // The window's CSP allows no inline code and no data: URLs for scripts.
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      rollupOptions: {
        input: { index: resolve(root, 'src/renderer/index.html') },
        output: { comments, minify, codeSplitting },
      },
    },
    plugins: [textsAsJson(), react(), ...contentsPlugins('renderer')],
  },
});
