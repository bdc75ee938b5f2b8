/**
 * Lets this process speak to this computer alone, and keeps a list of whatever tried more: clients and servers that
 * nobody here wrote must neither need nor reach anything else. To be imported before they are.
 */
import dns from 'node:dns';
import net from 'node:net';

/** The names and addresses that were asked for in vain. */
export const reachedOut: string[] = [];

const thisComputer = new Set(['localhost', '127.0.0.1', '::1', '[::1]']);

function refuse(host: string): Error {
  reachedOut.push(host);
  return Object.assign(new Error(`The tests let nothing reach ${host}.`), { code: 'EHOSTUNREACH' });
}

interface Address {
  readonly port?: number;
  readonly host?: string;
  /** A socket in the file system. */
  readonly path?: string | null;
}

/** What a call of `connect` names, in any of the forms that Node takes, and what it is to call. */
function readCall(args: readonly unknown[]): { to: Address; done: unknown } {
  const given = (Array.isArray(args[0]) ? args[0] : args) as unknown[];
  const [first, second] = given;
  const done = given.at(-1);
  if (typeof first === 'object' && first !== null) return { to: first, done };
  return { to: { port: Number(first), ...(typeof second === 'string' ? { host: second } : {}) }, done };
}

const connect = net.Socket.prototype.connect as (...args: unknown[]) => net.Socket;
net.Socket.prototype.connect = function (this: net.Socket, ...args: unknown[]) {
  const { to, done } = readCall(args);
  const { host = 'localhost', path } = to;
  if (typeof path === 'string' || thisComputer.has(host)) return connect.apply(this, args);
  // A name that is not found fails when a connection that is not made fails: later, and to those who wait for it.
  const lookup = (_name: string, _options: unknown, answer: (error: Error) => void) => answer(refuse(host));
  const nowhere = { ...to, host: 'refused.invalid', lookup };
  return typeof done === 'function' ? connect.call(this, nowhere, done) : connect.call(this, nowhere);
} as typeof net.Socket.prototype.connect;

const lookup = dns.lookup as (...args: unknown[]) => void;
dns.lookup = ((host: string, ...rest: unknown[]) => {
  if (thisComputer.has(host)) return lookup(host, ...rest);
  const answer = rest.at(-1) as (error: Error) => void;
  answer(refuse(host));
}) as typeof dns.lookup;
