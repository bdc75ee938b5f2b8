// A hook of electron-builder that signs one file for Windows. electron-builder's own would hand the password to the
// signing program as an argument, which every other program on the computer can read.
import { spawnSync } from 'node:child_process';
import { renameSync, rmSync } from 'node:fs';

/**
 * Where the certificate is, and what opens it. The time stamp keeps a signature good after the certificate has ended.
 * - SIGHTGLASS_WINDOWS_CERTIFICATE           path of a PKCS#12 file
 * - SIGHTGLASS_WINDOWS_CERTIFICATE_PASSWORD  what opens it
 * - SIGHTGLASS_WINDOWS_PUBLISHER             the name (CN) in it, which updates have to bear as well
 * - SIGHTGLASS_TIMESTAMP_URL                 an RFC 3161 server; `none` for a trial without
 */
export const certificateVariable = 'SIGHTGLASS_WINDOWS_CERTIFICATE';
export const passwordVariable = 'SIGHTGLASS_WINDOWS_CERTIFICATE_PASSWORD';
export const publisherVariable = 'SIGHTGLASS_WINDOWS_PUBLISHER';
const usualTimestamp = 'http://timestamp.digicert.com';

/**
 * Signs a file in place, with SHA-256 alone, or leaves it where no certificate is named.
 * @param {{ path: string, name?: string, site?: string | null }} file
 */
export async function sign({ path, name = 'Sightglass', site }) {
  const certificate = process.env[certificateVariable];
  if (!certificate) return;
  const timestamp = process.env.SIGHTGLASS_TIMESTAMP_URL ?? usualTimestamp;
  const signed = `${path}.signed`;
  const args = ['sign', '-pkcs12', certificate, '-readpass', '-', '-h', 'sha256', '-n', name];
  if (site) args.push('-i', site);
  if (timestamp !== 'none') args.push('-ts', timestamp);
  args.push('-in', path, '-out', signed);
  const result = spawnSync('osslsigncode', args, {
    input: process.env[passwordVariable] ?? '',
    encoding: 'utf8',
    env: withoutSecrets(process.env),
  });
  if (result.status !== 0) {
    rmSync(signed, { force: true });
    throw new Error(`osslsigncode could not sign ${path}: ${result.error?.message ?? result.stdout + result.stderr}`);
  }
  checkPublisher(signed, process.env[publisherVariable]);
  renameSync(signed, path);
}

/**
 * A program that expects another name of its updates than they bear would refuse each of them.
 * @param {string} signed
 * @param {string | undefined} publisher
 */
function checkPublisher(signed, publisher) {
  if (!publisher) return;
  // It fails, as nobody here says whom to believe, and tells the names before.
  const { stdout } = spawnSync('osslsigncode', ['verify', '-in', signed], {
    encoding: 'utf8',
    env: withoutSecrets(process.env),
  });
  const subjects = [...(stdout ?? '').matchAll(/^\s*(?:#\d+: )?Subject\s*: (.+)$/gm)].map(
    ([, subject = '']) => subject,
  );
  if (subjects.some((subject) => isNameIn(subject, publisher))) return;
  rmSync(signed, { force: true });
  throw new Error(
    `${publisherVariable} is ${publisher}, and the certificate names ${subjects.join('; ') || 'nobody'}.`,
  );
}

/**
 * @param {string} subject as OpenSSL writes it, in either of its forms: `/O=Acme/CN=Acme, Inc.` or `CN=Acme\\, Inc., O=Acme`
 * @param {string} publisher
 */
export function isNameIn(subject, publisher) {
  const plain = subject.replaceAll('\\', '').trim();
  const [, ...names] = plain.split(/(?:^|[/,+]\s*)CN\s*=\s*/);
  // What follows the name is the end, or the next part with its own `=`.
  const ends = /^\s*(?:$|[/,+]\s*[\w.]+\s*=)/;
  return names.some((rest) => rest.startsWith(publisher) && ends.test(rest.slice(publisher.length)));
}

/** @param {NodeJS.ProcessEnv} environment */
function withoutSecrets(environment) {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => name !== passwordVariable));
}
