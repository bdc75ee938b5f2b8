/**
 * A service of the desktop that shows notifications (org.freedesktop.Notifications), on a session bus: it notes what programs
 * hand over, and a test presses it. It speaks as much of D-Bus as that needs.
 */
import { connect, type Socket } from 'node:net';

export interface ShownNotification {
  readonly id: number;
  readonly title: string;
  readonly body: string;
}

export interface NotificationService {
  /** All that was handed over, also what was taken away since. */
  shown(): readonly ShownNotification[];
  /** Ids of what programs took away. */
  closed(): readonly number[];
  /** As a person would. */
  press(id: number): void;
  stop(): void;
}

const NAME = 'org.freedesktop.Notifications';
const PATH = '/org/freedesktop/Notifications';

/** @param address of the bus, as the environment has it */
export async function startNotificationService(address: string): Promise<NotificationService> {
  const shown: ShownNotification[] = [];
  const closed: number[] = [];
  const bus = await openBus(address, (call, reply) => {
    const body = reader(call.body);
    if (call.member === 'Notify') {
      body.text();
      const replaced = body.number();
      body.text();
      const id = replaced || shown.length + 1;
      shown.push({ id, title: body.text(), body: body.text() });
      reply('u', (write) => write.number(id));
    } else if (call.member === 'GetCapabilities') {
      reply('as', (write) => write.texts(['actions', 'body']));
    } else if (call.member === 'GetServerInformation') {
      reply('ssss', (write) => ['stand-in', 'sightglass', '1', '1.2'].forEach(write.text));
    } else if (call.member === 'CloseNotification') {
      const id = body.number();
      closed.push(id);
      reply('', () => undefined);
      bus.signal(PATH, NAME, 'NotificationClosed', 'uu', (write) => [id, 3].forEach(write.number));
    } else {
      reply('', () => undefined);
    }
  });
  return {
    shown: () => shown,
    closed: () => closed,
    press(id) {
      bus.signal(PATH, NAME, 'ActionInvoked', 'us', (write) => {
        write.number(id);
        write.text('default');
      });
    },
    stop: bus.close,
  };
}

interface Call {
  readonly member: string;
  readonly body: Buffer;
}
type Write = (write: Writer) => void;
type Reply = (signature: string, body: Write) => void;

const METHOD = 1;
const ANSWER = 2;
const FAILURE = 3;
const SIGNAL = 4;

/** Header fields by their numbers. */
const field = { path: 1, interface: 2, member: 3, replySerial: 5, destination: 6, sender: 7, signature: 8 } as const;

async function openBus(address: string, onCall: (call: Call, reply: Reply) => void) {
  const socket = connect(socketOf(address));
  let serial = 0;
  const answers = new Map<number, (isGood: boolean) => void>();

  function send(type: number, fields: [number, string, string | number][], signature: string, body: Write): number {
    serial += 1;
    socket.write(message(type, serial, fields, signature, body));
    return serial;
  }
  async function ask(member: string, signature: string, body: Write): Promise<void> {
    const name = 'org.freedesktop.DBus';
    const asked = send(
      METHOD,
      [
        [field.path, 'o', '/org/freedesktop/DBus'],
        [field.interface, 's', name],
        [field.member, 's', member],
        [field.destination, 's', name],
      ],
      signature,
      body,
    );
    const isGood = await new Promise<boolean>((resolve) => answers.set(asked, resolve));
    if (!isGood) throw new Error(`The bus refused ${member}.`);
  }

  await greet(socket);
  readMessages(socket, ({ type, serial: asked, fields, body }) => {
    const answered = fields.get(field.replySerial);
    if (type === ANSWER || type === FAILURE) return answers.get(Number(answered))?.(type === ANSWER);
    if (type !== METHOD) return;
    onCall({ member: String(fields.get(field.member)), body }, (signature, write) => {
      const to = String(fields.get(field.sender));
      send(
        ANSWER,
        [
          [field.destination, 's', to],
          [field.replySerial, 'u', asked],
        ],
        signature,
        write,
      );
    });
  });
  await ask('Hello', '', () => undefined);
  await ask('RequestName', 'su', (write) => {
    write.text(NAME);
    write.number(0);
  });
  return {
    signal(path: string, ofInterface: string, member: string, signature: string, body: Write): void {
      send(
        SIGNAL,
        [
          [field.path, 'o', path],
          [field.interface, 's', ofInterface],
          [field.member, 's', member],
        ],
        signature,
        body,
      );
    },
    close: () => void socket.destroy(),
  };
}

/** Such as `unix:path=/tmp/bus,guid=…`. */
function socketOf(address: string): string {
  const [, kind = '', place = ''] = /^unix:(path|abstract)=([^,]+)/.exec(address) ?? [];
  if (place === '') throw new Error(`No socket in ${address}.`);
  return kind === 'abstract' ? `\0${place}` : place;
}

/** The bus believes the system, which says whose the socket is. */
async function greet(socket: Socket): Promise<void> {
  const uid = Buffer.from(String(process.getuid?.() ?? 0)).toString('hex');
  socket.write(`\0AUTH EXTERNAL ${uid}\r\n`);
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.once('data', (answer) => {
      if (answer.toString().startsWith('OK')) resolve();
      else reject(new Error('The bus lets nobody in.'));
    });
  });
  socket.write('BEGIN\r\n');
}

interface Writer {
  number(value: number): void;
  text(value: string): void;
  texts(values: readonly string[]): void;
}

/** Little-endian; each value begins at a multiple of its size. */
function writer() {
  const bytes: number[] = [];
  const align = (size: number) => {
    while (bytes.length % size !== 0) bytes.push(0);
  };
  const raw = (value: number) => bytes.push(value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24);
  const write = {
    align,
    byte: (value: number) => void bytes.push(value),
    number(value: number) {
      align(4);
      raw(value);
    },
    text(value: string) {
      const encoded = Buffer.from(value);
      write.number(encoded.length);
      bytes.push(...encoded, 0);
    },
    signature(value: string) {
      bytes.push(value.length, ...Buffer.from(value), 0);
    },
    texts(values: readonly string[]) {
      const items = writer();
      values.forEach(items.text);
      write.number(items.bytes().length);
      bytes.push(...items.bytes());
    },
    bytes: () => Buffer.from(bytes),
  };
  return write;
}

function message(
  type: number,
  serial: number,
  fields: readonly [number, string, string | number][],
  signature: string,
  body: Write,
): Buffer {
  const content = writer();
  body(content);
  const header = writer();
  const all = signature === '' ? fields : [...fields, [field.signature, 'g', signature] as const];
  for (const [code, kind, value] of all) {
    header.align(8);
    header.byte(code);
    header.signature(kind);
    if (kind === 'g') header.signature(String(value));
    else if (kind === 'u') header.number(Number(value));
    else header.text(String(value));
  }
  const whole = writer();
  for (const part of ['l'.charCodeAt(0), type, 0, 1]) whole.byte(part);
  whole.number(content.bytes().length);
  whole.number(serial);
  whole.number(header.bytes().length);
  // The fields begin at the sixteenth byte, so that their own padding fits.
  for (const part of header.bytes()) whole.byte(part);
  whole.align(8);
  return Buffer.concat([whole.bytes(), content.bytes()]);
}

function reader(bytes: Buffer, start = 0) {
  let at = start;
  const align = (size: number) => {
    at = Math.ceil(at / size) * size;
  };
  const read = {
    align,
    isBefore: (end: number) => at < end,
    at: () => at,
    byte: () => bytes.readUInt8(at++),
    number() {
      align(4);
      at += 4;
      return bytes.readUInt32LE(at - 4);
    },
    text() {
      const length = read.number();
      at += length + 1;
      return bytes.toString('utf8', at - length - 1, at - 1);
    },
    signature() {
      const length = read.byte();
      at += length + 1;
      return bytes.toString('utf8', at - length - 1, at - 1);
    },
  };
  return read;
}

interface Received {
  readonly type: number;
  readonly serial: number;
  readonly fields: ReadonlyMap<number, string | number>;
  readonly body: Buffer;
}

const FIXED_BYTES = 16;

function readMessages(socket: Socket, onMessage: (received: Received) => void): void {
  let pending = Buffer.alloc(0);
  socket.on('data', (more: Buffer) => {
    pending = Buffer.concat([pending, more]);
    for (;;) {
      if (pending.length < FIXED_BYTES) return;
      const [bodyLength, serial, fieldsLength] = [4, 8, 12].map((place) => pending.readUInt32LE(place));
      const bodyAt = Math.ceil((FIXED_BYTES + (fieldsLength ?? 0)) / 8) * 8;
      const end = bodyAt + (bodyLength ?? 0);
      if (pending.length < end) return;
      const whole = Buffer.from(pending.subarray(0, end));
      pending = pending.subarray(end);
      const fields = fieldsOf(whole, FIXED_BYTES + (fieldsLength ?? 0));
      onMessage({ type: whole.readUInt8(1), serial: serial ?? 0, fields, body: whole.subarray(bodyAt) });
    }
  });
}

function fieldsOf(whole: Buffer, end: number): ReadonlyMap<number, string | number> {
  const fields = new Map<number, string | number>();
  const read = reader(whole, FIXED_BYTES);
  read.align(8);
  while (read.isBefore(end)) {
    const code = read.byte();
    const kind = read.signature();
    fields.set(code, kind === 'u' ? read.number() : kind === 'g' ? read.signature() : read.text());
    read.align(8);
  }
  return fields;
}
