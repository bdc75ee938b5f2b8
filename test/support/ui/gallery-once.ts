/** Builds the gallery once, and serves it for all files of this project. */
import type { TestProject } from 'vitest/node';
import { serveGallery } from './serve.ts';

declare module 'vitest' {
  interface ProvidedContext {
    gallery: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { url, close } = await serveGallery();
  project.provide('gallery', url);
  return close;
}
