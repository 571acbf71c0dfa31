import { fork } from 'node:child_process';
import { Agent, request } from 'node:http';
import { webDefinition } from '../simulator/cloud.ts';
import { print } from './figure.ts';

/** RunTask over HTTP against a server of its own process, the load on the other core. */
export async function benchServe(): Promise<void> {
  const server = fork(
    new URL('../../cli/drydock.ts', import.meta.url),
    ['serve', '--port', '0', '--manual'],
    { silent: true },
  );
  const url = await new Promise<string>((resolve) => {
    server.stdout!.on('data', (data: Buffer) => {
      const found = /http:\/\/\S+/.exec(data.toString());
      if (found) resolve(found[0]);
    });
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const call = (operation: string, input: object) =>
    new Promise<Record<string, unknown>>((resolve, reject) => {
      const body = JSON.stringify(input);
      const sent = request(
        url,
        {
          method: 'POST',
          agent,
          headers: {
            'content-type': 'application/x-amz-json-1.1',
            'x-amz-target': `AmazonEC2ContainerServiceV20141113.${operation}`,
            'content-length': Buffer.byteLength(body),
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => {
            if (response.statusCode === 200)
              resolve(JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>);
            else reject(new Error(Buffer.concat(chunks).toString()));
          });
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  const state = (await (await fetch(`${url}/_drydock/state`)).json()) as {
    regions: Record<string, { vpc: { subnets: { subnetId: string }[] } }>;
  };
  const subnets = state.regions['us-east-1']!.vpc.subnets.map(({ subnetId }) => subnetId);
  await call('CreateCluster', { clusterName: 'harbour' });
  await call('RegisterTaskDefinition', webDefinition);
  const input = {
    cluster: 'harbour',
    taskDefinition: 'web',
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets, assignPublicIp: 'ENABLED' } },
  };
  const total = 10_000;
  let left = total;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      while (left-- > 0) await call('RunTask', input);
    }),
  );
  print({
    figure: 'run-task-over-http',
    value: total / ((performance.now() - started) / 1000),
    unit: 'requests/s',
    of: '10,000 RunTask of one task each over 16 kept-alive connections',
  });
  agent.destroy();
  server.kill();
}
