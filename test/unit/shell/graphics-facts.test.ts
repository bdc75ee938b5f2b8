/** What `getGPUInfo('basic')` answered on some computers, in few words. */
import { expect, test } from 'vitest';
import { readGraphicsInfo } from '../../../src/main/shell/graphics-facts.ts';

test.each([
  [
    'the card in use first, with its driver',
    {
      gpuDevice: [
        { active: false, vendorId: 0x8086, deviceId: 0x46a6 },
        { active: true, vendorId: 0x10de, deviceId: 0x2684, driverVendor: 'NVIDIA', driverVersion: '535.161.08' },
      ],
      auxAttributes: { softwareRendering: false },
      machineModelName: 'Adas MacBook',
    },
    { cards: ['NVIDIA 0x2684, NVIDIA 535.161.08', 'Intel 0x46a6'], isSoftware: false },
  ],
  [
    'a program in the place of a card',
    { gpuDevice: [{ active: true, vendorId: 0, deviceId: 0 }], auxAttributes: { softwareRendering: true } },
    { cards: [], isSoftware: true },
  ],
  [
    'a maker that is not known, by its number',
    { gpuDevice: [{ vendorId: 0x1d17, deviceId: 7 }] },
    { cards: ['0x1d17 0x0007'], isSoftware: null },
  ],
  ['something else than was expected', { gpuDevice: 'none', auxAttributes: [] }, { cards: [], isSoftware: null }],
  ['nothing', null, { cards: [], isSoftware: null }],
])('%s', (_, info, facts) => {
  expect(readGraphicsInfo(info)).toEqual(facts);
});
