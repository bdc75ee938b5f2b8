#!/usr/bin/env node
// Called by electron-builder in place of fpm where that cannot be downloaded: makes a deb or an rpm from fpm's
// arguments, with the system's own tools. The same files and the same SOURCE_DATE_EPOCH give the same bytes.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readArguments } from './arguments.mjs';
import { makeDeb } from './deb.mjs';
import { makeRpm } from './rpm.mjs';
import { copySources } from './tree.mjs';

const epoch = Number(process.env.SOURCE_DATE_EPOCH ?? Math.floor(Date.now() / 1000));
const work = mkdtempSync(join(tmpdir(), 'sightglass-package-'));

/** @param {string} program @param {string[]} args */
function run(program, args) {
  const environment = { ...process.env, SOURCE_DATE_EPOCH: String(epoch) };
  const result = spawnSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'], env: environment, encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`${program} failed: ${result.error?.message ?? result.stderr}`);
}

try {
  const wanted = readArguments(process.argv.slice(2));
  const root = join(work, 'root');
  mkdirSync(root);
  copySources(wanted.sources, root);
  if (wanted.type === 'deb') makeDeb(wanted, { root, epoch, run });
  else makeRpm(wanted, { root, work, epoch, run });
} finally {
  rmSync(work, { recursive: true, force: true });
}
