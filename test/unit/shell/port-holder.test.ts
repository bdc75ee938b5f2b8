import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { findPortHolder, type PortHolderOptions } from '../../../src/main/shell/port-holder.ts';

const { signal } = new AbortController();
const nothing: PortHolderOptions = {
  platform: 'linux',
  read: () => Promise.reject(new Error('ENOENT')),
  list: async () => [],
  linkOf: async () => null,
  run: async () => null,
  windowsFolder: 'C:\\Windows\\System32',
};

describe.runIf(process.platform === 'linux')('on Linux', () => {
  const real: PortHolderOptions = {
    ...nothing,
    read: (path) => readFile(path, 'utf8'),
    list: (folder) => readdir(folder).catch(() => []),
    linkOf: (path) => readlink(path).catch(() => null),
  };

  test('a process of this person is named, and a port that is free is nobody’s', async () => {
    const script =
      "const s = require('node:net').createServer().listen(0, '127.0.0.1', () => console.log(s.address().port))";
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const [said] = await once(child.stdout, 'data');
      const name = (await readFile(`/proc/${child.pid}/comm`, 'utf8')).trim();
      expect(await findPortHolder(real, Number(String(said)), signal)).toBe(name);
    } finally {
      child.kill();
      await once(child, 'exit');
    }
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    server.close();
    await once(server, 'close');
    expect(await findPortHolder(real, port, signal)).toBeNull();
  });

  test('of another account only the table tells, and so nobody is named', async () => {
    const table = '  sl  local_address rem_address st\n   0: 0100007F:0BB8 00000000:0000 0A 0:0 00:0 0 1000 0 4711 1';
    const read = async (path: string) => (path === '/proc/net/tcp' ? table : '');
    expect(await findPortHolder({ ...nothing, read, list: async () => ['1', 'self'] }, 3000, signal)).toBeNull();
  });
});

test('on macOS it is the first that lsof names', async () => {
  const run: PortHolderOptions['run'] = async (file, parameters) =>
    file === '/usr/sbin/lsof' && parameters.includes('-iTCP:3000') ? 'p501\ncControl Center\nf12\n' : null;
  expect(await findPortHolder({ ...nothing, platform: 'darwin', run }, 3000, signal)).toBe('Control Center');
  expect(await findPortHolder({ ...nothing, platform: 'darwin' }, 3000, signal)).toBeNull();
});

test('on Windows it is who listens, in whatever language, and not who is connected', async () => {
  const table = [
    '  TCP    127.0.0.1:3000    127.0.0.1:50512    HERGESTELLT    11',
    '  TCP    0.0.0.0:3000      0.0.0.0:0          ABHÖREN        4242',
    '  UDP    0.0.0.0:3000      *:*                               7',
  ].join('\r\n');
  const run: PortHolderOptions['run'] = async (file, parameters) => {
    if (file.endsWith('netstat.exe')) return table;
    return parameters.includes('PID eq 4242') ? '"node.exe","4242","Console","1","31,000 K"\r\n' : 'INFO: none';
  };
  expect(await findPortHolder({ ...nothing, platform: 'win32', run }, 3000, signal)).toBe('node.exe');
  expect(await findPortHolder({ ...nothing, platform: 'win32', run }, 30, signal)).toBeNull();
});
