/** Another name for a stand-in: clients of a product know its host, and a stand-in answers by its own alone. */
import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';

export interface Front {
  /** For http and https alike: whatever a client asks for goes to the stand-in, in plain http. */
  readonly agent: Agent;
  stop(): Promise<void>;
}

export async function openFront(standIn: { readonly origin: string }): Promise<Front> {
  const { hostname, port, host } = new URL(standIn.origin);
  const server = createServer((incoming, answer) => {
    const { method, url, headers } = incoming;
    const passed = request({ hostname, port, method, path: url, headers: { ...headers, host } }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    passed.on('error', (error) => answer.writeHead(502).end(error.message));
    incoming.pipe(passed);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: ownPort } = server.address() as AddressInfo;
  const agent = new Agent();
  // Node compares it with the protocol of each request, and takes any when it is missing.
  Object.assign(agent, { protocol: undefined, createConnection: () => connect(ownPort, '127.0.0.1') });
  return {
    agent,
    async stop() {
      agent.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
