/**
 * What Electron's `getGPUInfo('basic')` says of graphics cards, in few words. Its shape is Chromium's own and is documented
 * nowhere in full, so that every part of it may be missing; names of displays and of the computer are not among what is read.
 */
import { z } from '../../shared/zod.ts';

export interface GraphicsFacts {
  /** Each with its maker, its number and its driver, as far as they are told; the one in use first. */
  readonly cards: readonly string[];
  /** Whether Chromium draws by a program in the place of a card; null where it does not say. */
  readonly isSoftware: boolean | null;
}

/** The makers by their number on the PCI bus (the PCI ID repository), as far as they are met. */
const makers: Readonly<Record<number, string>> = {
  4098: 'AMD',
  4203: 'Apple',
  4318: 'NVIDIA',
  4660: 'QEMU',
  5045: 'Arm',
  5140: 'Microsoft',
  5549: 'VMware',
  6880: 'Google SwiftShader',
  6900: 'Virtio',
  6966: 'QXL',
  20803: 'Qualcomm',
  22611: 'Xen',
  33006: 'VirtualBox',
  32902: 'Intel',
};

const word = z.string().max(100).catch('');
const Card = z.looseObject({
  vendorId: z.number().catch(0),
  deviceId: z.number().catch(0),
  active: z.boolean().catch(false),
  driverVendor: word,
  driverVersion: word,
});
const Info = z.looseObject({
  gpuDevice: z.array(Card).catch([]),
  auxAttributes: z.looseObject({ softwareRendering: z.boolean().optional().catch(undefined) }).catch({}),
});

const MOST_CARDS = 4;
const hex = (number: number): string => `0x${number.toString(16).padStart(4, '0')}`;

export function readGraphicsInfo(info: unknown): GraphicsFacts {
  const { data } = Info.safeParse(info);
  if (!data) return { cards: [], isSoftware: null };
  const cards = data.gpuDevice
    .filter(({ vendorId, deviceId }) => vendorId !== 0 || deviceId !== 0)
    .toSorted((a, b) => Number(b.active) - Number(a.active))
    .slice(0, MOST_CARDS)
    .map(({ vendorId, deviceId, driverVendor, driverVersion }) => {
      const driver = [driverVendor, driverVersion].filter((part) => part !== '').join(' ');
      return [`${makers[vendorId] ?? hex(vendorId)} ${hex(deviceId)}`, ...(driver === '' ? [] : [driver])].join(', ');
    });
  return { cards, isSoftware: data.auxAttributes.softwareRendering ?? null };
}
