import { expect, test } from 'vitest';
import { refuseSwitches } from '../../../src/main/shell/refused-switches.ts';

function commandLine(...names: string[]) {
  const switches = new Set(names);
  return {
    switches,
    hasSwitch: (name: string) => switches.has(name),
    removeSwitch: (name: string) => void switches.delete(name),
  };
}

test('takes off what opens the windows or the connections, and nothing else', () => {
  const line = commandLine('remote-debugging-port', 'log-net-log', 'user-data-dir', 'proxy-server');
  const environment = { SSLKEYLOGFILE: '/tmp/keys', HTTPS_PROXY: 'http://proxy.example' };
  expect(refuseSwitches(line, environment, false)).toEqual(['remote-debugging-port', 'log-net-log', 'SSLKEYLOGFILE']);
  expect(environment).toEqual({ HTTPS_PROXY: 'http://proxy.example' });
  expect([...line.switches]).toEqual(['user-data-dir', 'proxy-server']);
});

test('leaves debugging to those who ask for it by name, and takes the rest away', () => {
  const line = commandLine('remote-debugging-port', 'ignore-certificate-errors');
  expect(refuseSwitches(line, {}, true)).toEqual(['ignore-certificate-errors']);
  expect([...line.switches]).toEqual(['remote-debugging-port']);
});
