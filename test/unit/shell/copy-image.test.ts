/** A picture gets on the clipboard in the way that an Electron has for that. */
import { expect, test, vi } from 'vitest';
import { copyImage } from '../../../src/main/shell/copy-image.ts';

const image = { image: () => 'image', png: async () => new Uint8Array([137, 80, 78, 71]) };

test('of older versions it is the image itself', async () => {
  const writeImage = vi.fn();
  await copyImage(image, { writeImage, write: vi.fn() }, null);
  expect(writeImage).toHaveBeenCalledWith('image');
});

test('of newer versions it is an item that holds a PNG', async () => {
  const write = vi.fn(async (_items: readonly object[]) => {});
  await copyImage(image, { write }, (items) => items);
  const [[item] = []] = write.mock.calls[0] ?? [];
  const blob = (item as Record<string, Blob>)['image/png'];
  expect(blob?.type).toBe('image/png');
  expect([...new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer(0))]).toEqual([137, 80, 78, 71]);
});

test('what another program keeps from being copied is told', async () => {
  const write = () => Promise.reject(new Error('busy'));
  await expect(copyImage(image, { write }, (items) => items)).rejects.toThrow();
  await expect(copyImage(image, {}, null)).rejects.toThrow();
});
