import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { largestBody, readCall, tooLarge } from '../simulator/api/http.ts';
import { jsonError } from '../simulator/api/json.ts';
import type { HttpResponse } from '../simulator/api/request.ts';
import { createBodyReader, type NotKept } from './bodies.ts';
import { admitReferences } from './lenient.ts';
import {
  answerRegistryHttp,
  isRegistryPath,
  isUpload,
  largestRegistryBody,
  refuseRegistryHttp,
  uploadIn,
} from './registry.ts';
import { addedBy, defaultStorage, storageRefusal, type StorageLimits } from './storage.ts';
import type { Shell } from '../shell/index.ts';
import { createCloud, defaultRegion, identifyKey, learner } from '../simulator/index.ts';
import { openShell } from './shell.ts';
import { viewOf } from './state-view.ts';

export interface ServeOptions {
  /** 0 lets the system choose. */
  port: number;
  /** Virtual ms for each ms of real time; 0 stands still until `POST /_drydock/clock`. */
  speed: number;
  seed?: string;
  host?: string;
  /** Takes images whose layers, and indexes whose images, were never pushed, which Amazon ECR refuses. */
  lenient?: boolean;
  /** What is kept of layers; the bodies that are being read have room for two layers besides. */
  storage?: StorageLimits;
}

/** An answer whose body is not text: a layer, say. */
type BytesResponse = Omit<HttpResponse, 'body'> & { body: Uint8Array };

/** A running server: where it listens, and what ends it. */
export interface Serving {
  url: string;
  close(): Promise<void>;
}

/**
 * Offers one simulated cloud to real AWS clients over HTTP: all services on one URL, told apart by `X-Amz-Target`;
 * `/_drydock/…` steers the simulation itself.
 *
 * @throws Error with the system's code (`EADDRINUSE`) when the port cannot be had.
 */
export async function serve({
  port,
  speed,
  seed,
  host = '127.0.0.1',
  lenient = false,
  storage = defaultStorage,
}: ServeOptions): Promise<Serving> {
  const clock = createClock(speed);
  const options = seed === undefined ? {} : { seed };
  let cloud = createCloud(options);
  const readBody = createBodyReader(2 * storage.layer);
  let requests = 0;
  let shell: Shell | undefined;

  const steer: Record<string, (body: string) => HttpResponse | Promise<HttpResponse>> = {
    'GET /_drydock/state': () => json(200, viewOf(cloud)),
    'GET /_drydock/health': () => json(200, { status: 'ok' }),
    'POST /_drydock/reset'(body) {
      const { seed: other } = parse(body);
      cloud = createCloud(typeof other === 'string' ? { seed: other } : options);
      shell = undefined;
      clock.restart();
      return json(200, viewOf(cloud));
    },
    // What comes in on a service: {"cluster", "service", "requestsPerSecond", "cpuPercent"}.
    'POST /_drydock/load'(body) {
      const call = {
        service: 'drydock',
        operation: 'SetLoad',
        input: parse(body),
        region: defaultRegion,
        principal: learner,
      };
      const reply = cloud.apply({ type: 'call', at: cloud.now, call });
      return reply.ok ? json(200, {}) : json(400, { message: reply.error.message });
    },
    // A script for the lab's own shell: its docker builds and pushes into this cloud.
    async 'POST /_drydock/exec'(body) {
      shell ??= await openShell(() => cloud);
      const output = await shell.run(body);
      clock.restart();
      return json(200, output);
    },
    // {"id": "zone-outage", "parameters": {"zone": "us-east-1a"}, "after": 60}; GET lists, DELETE takes back.
    'GET /_drydock/faults': () => fault('ListFaults', '{}'),
    'POST /_drydock/faults': (body) => fault('InjectFault', body),
    'DELETE /_drydock/faults': (body) => fault('ClearFault', body || '{}'),
    'POST /_drydock/clock'(body) {
      const { advance } = parse(body);
      if (typeof advance !== 'number' || !Number.isFinite(advance) || advance < 0) {
        return json(400, {
          message: 'Send {"advance": seconds}, a number of seconds of virtual time from 0 up.',
        });
      }
      wind(cloud.now + advance * 1000);
      clock.restart();
      return json(200, { now: cloud.now / 1000, date: new Date(cloud.startsAt + cloud.now).toISOString() });
    },
  };

  function fault(operation: string, body: string): HttpResponse {
    const { region = defaultRegion, ...input } = parse(body);
    const call = { service: 'drydock', operation, input, region: String(region), principal: learner };
    const reply = cloud.apply({ type: 'call', at: cloud.now, call });
    return reply.ok ? json(200, reply.output as object) : json(400, { message: reply.error.message });
  }

  function wind(at: number): void {
    cloud.apply({ type: 'clock', at: Math.round(at) });
  }

  function answer(
    request: IncomingMessage,
    bytes: Buffer,
  ): HttpResponse | BytesResponse | Promise<HttpResponse> {
    wind(cloud.now + clock.elapsed());
    if (isRegistryPath(request.url ?? '/')) {
      const full = isUpload(request) && storageRefusal(cloud.state, uploadIn(request), bytes.length, storage);
      return full
        ? refuseRegistryHttp(request, 403, 'DENIED', full.message)
        : answerRegistryHttp(cloud, request, bytes);
    }
    const body = bytes.toString('utf8');
    const path = (request.url ?? '/').split('?')[0]!;
    if (path.startsWith('/_drydock/')) {
      const act = steer[`${request.method} ${path}`];
      return act
        ? act(body)
        : json(404, {
            message: `There is no ${request.method} ${path}. There are: ${Object.keys(steer).join(', ')}.`,
          });
    }
    const read = readCall(
      {
        method: request.method ?? 'GET',
        path: request.url ?? '/',
        header: (name) => request.headers[name] as string | undefined,
        body,
        bytes,
      },
      {
        region: defaultRegion,
        principal: learner,
        identify: (key) => identifyKey(cloud.state, key, cloud.startsAt + cloud.now),
      },
    );
    if ('response' in read) return read.response;
    const added = addedBy(read.call);
    const full = added && storageRefusal(cloud.state, added.uploadId, added.bytes, storage);
    if (full) return read.write({ ok: false, error: full });
    if (lenient) admitReferences(cloud, read.call);
    return read.write(cloud.apply({ type: 'call', at: cloud.now, call: read.call }));
  }

  const server = createServer((request, response) => {
    requests++;
    const id = `00000000-0000-4000-8000-${requests.toString(16).padStart(12, '0')}`;
    readBody(request, isRegistryPath(request.url ?? '/') ? largestRegistryBody(request) : largestBody)
      .then(async (body) =>
        send(
          response,
          typeof body === 'string' ? notKept(request, body) : await guarded(() => answer(request, body)),
          id,
        ),
      )
      .catch(() => response.destroy());
  });
  await listen(server, port, host);
  const { port: bound } = server.address() as { port: number };
  return {
    url: `http://${host}:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** How much virtual time has passed since it was last asked. */
function createClock(speed: number): { elapsed(): number; restart(): void } {
  let last = performance.now();
  return {
    elapsed() {
      if (speed === 0) return 0;
      // Whole ms only: what is left over is counted the next time.
      const passed = Math.floor((performance.now() - last) * speed);
      last += passed / speed;
      return passed;
    },
    restart() {
      last = performance.now();
    },
  };
}

/** The answer to a request whose body was not kept. */
function notKept(request: IncomingMessage, why: NotKept): HttpResponse | BytesResponse {
  const isRegistry = isRegistryPath(request.url ?? '/');
  if (why === 'too large') {
    const message = `The request body is larger than ${largestRegistryBody(request)} bytes.`;
    return isRegistry ? refuseRegistryHttp(request, 413, 'SIZE_INVALID', message) : tooLarge().response;
  }
  const message = 'Rate exceeded: drydock serve is reading as many bodies as it has room for. Try again.';
  return isRegistry
    ? refuseRegistryHttp(request, 429, 'TOOMANYREQUESTS', message)
    : jsonError(400, 'ThrottlingException', message);
}

/** A defect of ours answers as AWS's own do, and does not end the server. */
async function guarded<Answer>(answer: () => Answer | Promise<HttpResponse>): Promise<Answer | HttpResponse> {
  try {
    return await answer();
  } catch (error) {
    console.error(error);
    return json(500, {
      __type: 'InternalFailure',
      message: 'Drydock failed to answer: the server’s output says why.',
    });
  }
}

function parse(body: string): Record<string, unknown> {
  try {
    const value: unknown = body.trim() === '' ? {} : JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function json(status: number, body: unknown): HttpResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

function send(
  response: ServerResponse,
  { status, headers, body }: HttpResponse | BytesResponse,
  requestId: string,
): void {
  response.writeHead(status, {
    'content-length': Buffer.byteLength(body),
    ...headers,
    'x-amzn-requestid': requestId,
  });
  response.end(body);
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
}
