// An rpm, by rpmbuild.
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { settle } from './tree.mjs';

/** @typedef {import('./arguments.mjs').Wanted} Wanted */

/** What rpm calls a payload. Quick packages are for tests: the smallest effort. @type {Record<string, string>} */
const payloads = { xzmt: 'w6T.xzdio', xz: 'w6.xzdio', gzip: 'w1.gzdio', gz: 'w1.gzdio' };

/** @type {Record<string, string>} */
const architectures = { amd64: 'x86_64', arm64: 'aarch64' };

/**
 * @param {Wanted} wanted
 * @param {{ root: string, work: string, epoch: number, run: (program: string, args: string[]) => void }} options
 */
export function makeRpm(wanted, { root, work, epoch, run }) {
  const tree = settle(root, epoch);
  const architecture = architectures[wanted.architecture] ?? wanted.architecture;
  const spec = join(work, 'package.spec');
  writeFileSync(spec, specOf(wanted, { ...tree, architecture, root }));
  const results = join(work, 'rpms');
  const folders = ['--define', `_topdir ${join(work, 'top')}`, '--define', `_rpmdir ${results}`];
  run('rpmbuild', ['-bb', ...folders, '--target', architecture, spec]);
  const [folder = ''] = readdirSync(results);
  const [made = ''] = readdirSync(join(results, folder));
  mkdirSync(dirname(wanted.file), { recursive: true });
  cpSync(join(results, folder, made), wanted.file);
}

/** What would be a macro stays what it is. @param {string} text */
const literally = (text) => text.replaceAll('%', '%%');

/**
 * @param {Wanted} wanted
 * @param {{ files: string[], directories: string[], architecture: string, root: string }} options
 * @returns {string}
 */
function specOf(wanted, { files, directories, architecture, root }) {
  const payload = payloads[wanted.compression];
  if (!payload) throw new Error(`rpmbuild knows no compression "${wanted.compression}" here.`);
  const isOwned = (/** @type {string} */ path) =>
    wanted.directories.some((folder) => `/${path}` === folder || `/${path}`.startsWith(`${folder}/`));
  const owned = directories.filter(isOwned).map((path) => `%dir "/${literally(path)}"`);
  const script = (/** @type {string} */ path) => (path ? literally(readFileSync(path, 'utf8')) : '');
  return `%define _binary_payload ${payload}
%define __os_install_post %{nil}
%define _build_id_links none
%global source_date_epoch_from_changelog 0
%define use_source_date_epoch_as_buildtime 1
%define clamp_mtime_to_source_date_epoch 1
%define _buildhost localhost
Name: ${wanted.name}
Version: ${wanted.version.replaceAll('-', '_')}
Release: ${wanted.iteration || '1'}
Summary: ${literally(wanted.summary)}
License: ${literally(wanted.license || 'unknown')}
Vendor: ${literally(wanted.vendor)}
URL: ${literally(wanted.url)}
Packager: ${literally(wanted.maintainer)}
AutoReqProv: no
BuildArch: ${architecture}
${[...wanted.depends.map((name) => `Requires: ${name}`), ...wanted.rpmTags].join('\n')}
%description
${literally(wanted.description)}
%prep
%build
%install
cp -a ${root}/. %{buildroot}/
%post
${script(wanted.afterInstall)}
%postun
${script(wanted.afterRemove)}
%files
%defattr(-,root,root,-)
${[...owned, ...files.map((path) => `"/${literally(path)}"`)].join('\n')}
`;
}
