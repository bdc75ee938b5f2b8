/**
 * How tests steer the stand-ins: one object in the same process, and the same calls over `POST /__control` for tests
 * that run in another one. Requests carry `{ "call": "sigma.endSessions", "with": { … } }` and the key in
 * `x-control-key`; answers are `{ "result": … }` or `{ "error": "…" }`. Nothing here ever shows a token.
 */
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { readBody, sendJson } from '../http-service.ts';
import { type Control, type ControlHandlers, controlInputs, type Service, type ServiceControl } from './calls.ts';

type AnyHandlers = Partial<Record<string, Record<string, (input: never) => unknown>>>;
type Dispatch = (name: string, input: unknown) => Promise<unknown>;

function createDispatch(handlers: AnyHandlers): Dispatch {
  return async (name, input) => {
    const [service = '', call = ''] = name.split('.');
    const inputs: Record<string, z.ZodType> | undefined = Object.hasOwn(controlInputs, service)
      ? controlInputs[service as Service]
      : undefined;
    const schema = inputs && Object.hasOwn(inputs, call) ? inputs[call] : undefined;
    const handler = handlers[service]?.[call];
    if (!schema || !handler) throw new Error(`There is no control call "${name}".`);
    return handler(schema.parse(input) as never);
  };
}

function asServiceControl<S extends Service>(service: S, dispatch: Dispatch): ServiceControl<S> {
  const names = Object.keys(controlInputs[service]);
  return Object.fromEntries(
    names.map((name) => [name, (input?: unknown) => dispatch(`${service}.${name}`, input)]),
  ) as ServiceControl<S>;
}

function asControl(dispatch: Dispatch): Control {
  const services = Object.keys(controlInputs) as Service[];
  return Object.fromEntries(services.map((service) => [service, asServiceControl(service, dispatch)])) as Control;
}

/** The calls of a service that runs alone, in this process. */
export function controlOf<S extends Service>(service: S, handlers: ControlHandlers<S>): ServiceControl<S> {
  return asServiceControl(service, createDispatch({ [service]: handlers } as AnyHandlers));
}

export interface ControlChannel {
  control: Control;
  /** Answers `POST /__control`; the caller has checked the path. */
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** Puts the handlers of all stand-ins behind one checked entrance. */
export function createControlChannel(
  handlers: { readonly [S in Service]?: ControlHandlers<S> | undefined },
  key: string,
): ControlChannel {
  const dispatch = createDispatch(handlers as AnyHandlers);
  const Request = z.object({ call: z.string(), with: z.unknown().optional() });
  return {
    control: asControl(dispatch),
    async answer(request, response) {
      const given = Buffer.from(String(request.headers['x-control-key'] ?? ''));
      const expected = Buffer.from(key);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
        return sendJson(response, 401, { error: 'The control key is missing or wrong.' });
      }
      try {
        const { call, with: input } = Request.parse(JSON.parse(await readBody(request)));
        sendJson(response, 200, { result: await dispatch(call, input) });
      } catch (error) {
        sendJson(response, 400, { error: error instanceof Error ? error.message : String(error) });
      }
    },
  };
}

/** The same calls from another process. */
export function connectControl(address: { url: string; key: string }): Control {
  return asControl(async (call, input) => {
    const response = await fetch(address.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-control-key': address.key },
      body: JSON.stringify({ call, with: input }),
    });
    const answer = (await response.json()) as { result?: unknown; error?: string };
    if (!response.ok) throw new Error(answer.error ?? `The control channel answered ${response.status}.`);
    return answer.result;
  });
}
