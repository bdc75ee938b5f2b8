/**
 * Tells when a window of a display is mapped: a client of the X protocol (X.Org, "X Window System Protocol", Appendix B)
 * that does nothing but listen at the root window. It asks no program anything, so all are measured in the same way.
 */
import { once } from 'node:events';
import { connect } from 'node:net';
import { now } from './clock.ts';

const opcode = { changeWindowAttributes: 2 };
const attribute = { eventMask: 1 << 11 };
const mask = { substructureNotify: 1 << 19 };
const event = { error: 0, reply: 1, create: 16, map: 19, configure: 22, generic: 35 };
const EVENT_BYTES = 32;

/** Chromium makes small windows of its own that nobody sees. */
const LEAST_PIXELS = 300;

export interface WindowWatch {
  /** The next window that is mapped and large enough to be looked at: when, in milliseconds since the epoch. */
  nextMapped(): Promise<number>;
  close(): void;
}

/** @param display such as `:7`, of a server on this computer that asks for no key, as ours do */
export async function watchWindows(display: string): Promise<WindowWatch> {
  const socket = connect(`/tmp/.X11-unix/X${display.replace(/^:/, '').replace(/\..*$/, '')}`);
  await once(socket, 'connect');
  const received = createInbox();
  const waiting: ((at: number) => void)[] = [];
  const widths = new Map<number, number>();
  let hasBegun = false;

  const begin = Buffer.alloc(12);
  begin.write('l', 0, 'latin1');
  begin.writeUInt16LE(11, 2);
  socket.write(begin);
  const listening = new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('data', (chunk: Buffer) => {
      received.add(chunk);
      if (!hasBegun) {
        const head = received.look(8);
        const setup = head && received.take(8 + head.readUInt16LE(6) * 4);
        if (!setup) return;
        if (setup[0] !== 1) return reject(new Error(`The display ${display} lets nobody listen.`));
        hasBegun = true;
        socket.write(listenAt(rootOf(setup)));
        resolve();
      }
      for (let entry = nextEvent(received); entry; entry = nextEvent(received)) take(entry);
    });
  });
  await listening;
  // The display may end before the one who listens.
  socket.on('error', () => {});

  function take(entry: Buffer): void {
    const type = (entry[0] ?? 0) & 0x7f;
    const window = entry.readUInt32LE(8);
    if (type === event.create) widths.set(window, entry.readUInt16LE(16));
    // Event, window and sibling come before the place and the size.
    if (type === event.configure) widths.set(window, entry.readUInt16LE(20));
    if (type === event.map && (widths.get(window) ?? 0) >= LEAST_PIXELS) {
      const at = now();
      for (const tell of waiting.splice(0)) tell(at);
    }
  }

  return {
    nextMapped: () => new Promise((resolve) => waiting.push(resolve)),
    close: () => socket.destroy(),
  };
}

/** Every event has 32 bytes; replies and generic events may have more. */
function nextEvent(received: Inbox): Buffer | null {
  const head = received.look(EVENT_BYTES);
  if (!head) return null;
  const type = (head[0] ?? 0) & 0x7f;
  const more = type === event.reply || type === event.generic ? head.readUInt32LE(4) * 4 : 0;
  return received.take(EVENT_BYTES + more);
}

function listenAt(root: number): Buffer {
  const request = Buffer.alloc(16);
  request.writeUInt8(opcode.changeWindowAttributes, 0);
  request.writeUInt16LE(request.length / 4, 2);
  request.writeUInt32LE(root, 4);
  request.writeUInt32LE(attribute.eventMask, 8);
  request.writeUInt32LE(mask.substructureNotify, 12);
  return request;
}

/** The root window of the first screen, from what the server says of itself at the beginning. */
export function rootOf(setup: Buffer): number {
  const FIXED = 40;
  const FORMAT_BYTES = 8;
  const vendorBytes = Math.ceil(setup.readUInt16LE(24) / 4) * 4;
  return setup.readUInt32LE(FIXED + vendorBytes + (setup[29] ?? 0) * FORMAT_BYTES);
}

interface Inbox {
  add(chunk: Buffer): void;
  /** So many bytes, which stay; null while there are fewer. */
  look(count: number): Buffer | null;
  take(count: number): Buffer | null;
}

function createInbox(): Inbox {
  let bytes: Buffer = Buffer.alloc(0);
  const look = (count: number) => (bytes.length < count ? null : bytes.subarray(0, count));
  return {
    add(chunk) {
      bytes = Buffer.concat([bytes, chunk]);
    },
    look,
    take(count) {
      const taken = look(count);
      if (taken) bytes = bytes.subarray(count);
      return taken;
    },
  };
}
