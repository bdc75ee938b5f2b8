// Loaded before the app (`electron -r`): on Linux, the file of an administrator's policy says what the variable says, as if root
// had written it. The file itself would count for every other program of ours on this computer.
const fs = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');

const policy = process.env.SIGHTGLASS_TEST_POLICY ?? '{}';
const folder = '/etc/sightglass';
const file = `${folder}/policy.json`;
const { readFileSync, statSync } = fs;

/** @type {(...given: Parameters<typeof statSync>) => unknown} */
const stat = (path, options) => {
  if (path === folder) return { uid: 0, mode: 0o40755, size: 4096, isFile: () => false };
  if (path === file) return { uid: 0, mode: 0o100644, size: policy.length, isFile: () => true };
  return statSync(path, options);
};
/** @type {(...given: Parameters<typeof readFileSync>) => unknown} */
const read = (path, options) => (path === file ? policy : readFileSync(path, options));
Object.assign(fs, { statSync: stat, readFileSync: read });
syncBuiltinESMExports();
