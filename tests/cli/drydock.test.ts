import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const command = join(import.meta.dirname, '..', '..', 'cli', 'drydock.ts');

/** Runs `drydock …` as a user would; standard input is closed. */
function drydock(...words: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile('node', [command, ...words], (error, stdout, stderr) => {
      resolve({ status: error ? Number(error.code) : 0, stdout, stderr });
    });
    child.stdin?.end();
  });
}

describe('drydock serve', () => {
  test.each([['eighty'], ['-1'], ['70000'], ['80.5'], ['']])(
    '--port %j is refused with a sentence',
    async (port) => {
      const { status, stdout, stderr } = await drydock('serve', `--port=${port}`);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toContain(`The port is a whole number from 0 to 65535, not "${port}".`);
    },
  );

  test.each([['0'], ['fast']])('--speed %j is refused with a sentence', async (speed) => {
    expect((await drydock('serve', '--speed', speed)).stderr).toContain('The speed is a number above 0');
  });

  test('a port in use is named', async () => {
    const { createServer } = await import('node:http');
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    expect(await drydock('serve', '--port', String(port))).toEqual({
      status: 2,
      stdout: '',
      stderr: `drydock: port ${port} is in use. Stop what uses it, or choose another with --port.\n`,
    });
    other.close();
  });
});

describe('drydock exec', () => {
  test('prints what the terminal would and ends with the script’s status', async () => {
    expect(
      await drydock(
        'exec',
        '-c',
        'aws ecr create-repository --repository-name web --query repository.repositoryUri --output text && echo done; exit 3',
      ),
    ).toEqual({
      status: 3,
      stdout: '123456789012.dkr.ecr.us-east-1.amazonaws.com/web\ndone\n',
      stderr: '',
    });
  });

  test('walks from an empty account to a running task', async () => {
    const script = `
      set -e
      registry=123456789012.dkr.ecr.us-east-1.amazonaws.com
      aws ecr create-repository --repository-name web > /dev/null
      mkdir site && cd site
      echo '<h1>Hello</h1>' > index.html
      printf 'FROM public.ecr.aws/docker/library/httpd:2.4\\nCOPY index.html /usr/local/apache2/htdocs/\\n' > Dockerfile
      docker build -q -t web . > /dev/null
      docker tag web $registry/web:v1
      aws ecr get-login-password | docker login --username AWS --password-stdin $registry
      docker push -q $registry/web:v1
      aws ecs create-cluster --cluster-name harbour > /dev/null
      cat > web.json <<JSON
      { "family": "web", "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "512",
        "executionRoleArn": "arn:aws:iam::123456789012:role/ecsTaskExecutionRole",
        "containerDefinitions": [{ "name": "web", "image": "$registry/web:v1", "portMappings": [{ "containerPort": 80 }] }] }
JSON
      aws ecs register-task-definition --cli-input-json file://web.json --query taskDefinition.revision
      task=$(aws ecs run-task --cluster harbour --task-definition web --launch-type FARGATE --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}" --query 'tasks[0].taskArn' --output text)
      aws ecs wait tasks-running --cluster harbour --tasks $task
      aws ecs describe-tasks --cluster harbour --tasks $task --query 'tasks[0].lastStatus' --output text
    `;
    const { status, stdout } = await drydock('exec', '-c', script);
    expect(stdout).toBe('Login Succeeded\n123456789012.dkr.ecr.us-east-1.amazonaws.com/web:v1\n1\nRUNNING\n');
    expect(status).toBe(0);
  });

  test('neither a file nor -c, and a file that cannot be read, are told', async () => {
    expect(await drydock('exec')).toEqual({
      status: 2,
      stdout: '',
      stderr: "drydock exec: give either a script file or -c '<commands>'.\n",
    });
    expect(await drydock('exec', 'no-such-file.sh')).toEqual({
      status: 2,
      stdout: '',
      stderr: 'drydock exec: cannot read no-such-file.sh.\n',
    });
  });
});

test('an unknown command is refused with the way to the list', async () => {
  const { status, stderr } = await drydock('sail');
  expect(status).toBe(2);
  expect(stderr).toContain("unknown command 'sail'");
  expect(stderr).toContain('drydock --help');
});
