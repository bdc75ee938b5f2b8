// Reads a display again and again in a thread of its own, and keeps every picture that differs from the one before.
import { closeSync, openSync, readSync } from 'node:fs';
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';

/**
 * All in pixels of the display.
 * @typedef {{ x: number, y: number, width: number, height: number }} Box
 * @typedef {object} Task
 * @property {string} file
 * @property {number} offset where the picture begins, in bytes
 * @property {number} stride from one line to the next, in bytes
 * @property {Box} area what is looked at
 * @property {readonly Box[]} ignored parts of the area, from its corner, in which anything may happen
 * @property {number} everyMs
 * @property {number} stillMs so long nothing may have changed at the end
 * @property {number} mostBytes of pictures that are kept
 * @property {Int32Array} stop over shared memory: 1 to end as soon as nothing moves, 2 to end at once
 *
 * @typedef {object} Kept a picture, as the lines in which it differs from the first one
 * @property {number} atMs
 * @property {number} top
 * @property {Buffer} lines
 */

try {
  // This thread alone: a picture that stands for a moment is missed by one that waits for its turn.
  setPriority(0, -10);
} catch {
  // Not everybody may. Then a busy computer shows pictures that nobody counts.
}

const task = /** @type {Task} */ (workerData);
const { width, height } = task.area;
const LINE = width * 4;
const { stop } = task;
const file = openSync(task.file, 'r');
const position = task.offset + task.area.y * task.stride + task.area.x * 4;
/** What was read now and the time before: whole lines of the display, from the first pixel of the area to the last. */
let read = Buffer.alloc((height - 1) * task.stride + LINE);
let readBefore = Buffer.alloc(read.length);

/** @returns {boolean} whether anything is other than the time before */
function look() {
  [read, readBefore] = [readBefore, read];
  readSync(file, read, 0, read.length, position);
  return !read.equals(readBefore);
}

/** Takes the area out of what was read. @param {Buffer} into */
function crop(into) {
  for (let y = 0; y < height; y += 1) read.copy(into, y * LINE, y * task.stride, y * task.stride + LINE);
  for (const box of task.ignored) {
    for (let y = box.y; y < box.y + box.height; y += 1) {
      into.fill(0, (y * width + box.x) * 4, (y * width + box.x + box.width) * 4);
    }
  }
}

/** @param {Buffer} picture @param {Buffer} other @param {number} y */
const sameLine = (picture, other, y) =>
  picture.compare(other, y * LINE, (y + 1) * LINE, y * LINE, (y + 1) * LINE) === 0;

/** @param {Buffer} picture @param {Buffer} first @param {number} atMs @returns {Kept} */
function keep(picture, first, atMs) {
  let top = 0;
  let end = height;
  while (top < height && sameLine(picture, first, top)) top += 1;
  while (end > top && sameLine(picture, first, end - 1)) end -= 1;
  return { atMs, top, lines: Buffer.from(picture.subarray(top * LINE, end * LINE)) };
}

const first = Buffer.alloc(LINE * height);
let last = Buffer.alloc(first.length);
let next = Buffer.alloc(first.length);
const begun = performance.now();
look();
crop(first);
first.copy(last);
parentPort?.postMessage({ type: 'begun' });

/** @type {Kept[]} */
const kept = [];
let keptBytes = 0;
let looks = 1;
let longestGapMs = 0;
let isFull = false;
let changedAt = begun;
let lookedAt = begun;
for (;;) {
  const order = Atomics.load(stop, 0);
  Atomics.wait(stop, 0, order, task.everyMs);
  const now = performance.now();
  longestGapMs = Math.max(longestGapMs, now - lookedAt);
  lookedAt = now;
  looks += 1;
  const isOther = look();
  if (isOther) crop(next);
  if (isOther && !next.equals(last)) {
    const frame = keep(next, first, now - begun);
    keptBytes += frame.lines.length;
    isFull ||= keptBytes > task.mostBytes;
    if (!isFull) kept.push(frame);
    [last, next] = [next, last];
    changedAt = now;
  }
  const ended = Atomics.load(stop, 0);
  if (ended === 2 || (ended === 1 && now - changedAt >= task.stillMs)) break;
}
closeSync(file);
parentPort?.postMessage({ type: 'ended', first, last, kept, looks, longestGapMs, isFull, endedMs: lookedAt - begun });
