#!/usr/bin/env node
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { LintOptions } from './lint.ts';

/** The `drydock` command. Each subcommand's code is loaded when it is asked for. */
const program = new Command('drydock')
  .description('A simulated Amazon ECS and Amazon ECR for the command line.')
  .showHelpAfterError('(drydock --help lists what there is)')
  .exitOverride();

const wholeNumber = (name: string, least: number, most: number) => (text: string) => {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new InvalidArgumentError(`${name} is a whole number from ${least} to ${most}, not "${text}".`);
  }
  return value;
};

const speed = (text: string) => {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value <= 0 || value > 1_000_000) {
    throw new InvalidArgumentError(
      `The speed is a number above 0, up to 1000000 (virtual seconds a second), not "${text}".`,
    );
  }
  return value;
};

program
  .command('serve')
  .description('Offer the simulator to real AWS clients over HTTP.')
  .option(
    '--port <port>',
    'the port to listen on; 0 takes any free one',
    wholeNumber('The port', 0, 65535),
    4510,
  )
  .option('--host <host>', 'the address to listen on', '127.0.0.1')
  .addOption(new Option('--speed <n>', 'virtual seconds for each real second').argParser(speed).default(1))
  .addOption(
    new Option('--manual', 'virtual time stands still until POST /_drydock/clock winds it').conflicts(
      'speed',
    ),
  )
  .option('--seed <seed>', 'any text: equal seeds give equal worlds')
  .option('--lenient', 'take images whose layers were never uploaded, and indexes whose images were not')
  .action(
    async (options: {
      port: number;
      host: string;
      speed: number;
      manual?: true;
      seed?: string;
      lenient?: true;
    }) => {
      const { serve } = await import('./serve.ts');
      const { url } = await serve({ ...options, speed: options.manual ? 0 : options.speed });
      process.stdout.write(`Drydock serves Amazon ECS and Amazon ECR at ${url}\n`);
      if (options.lenient)
        process.stdout.write(
          'Lenient: takes images whose layers, and indexes whose images, were never pushed. Amazon ECR refuses them.\n',
        );
      process.stdout.write(`Try: aws --endpoint-url ${url} --region us-east-1 ecs list-clusters\n`);
    },
  );

program
  .command('exec')
  .description("Run a script in the lab's own shell.")
  .argument('[file]', 'the script; - reads standard input')
  .option('-c <commands>', 'the script itself')
  .addOption(
    new Option('--url <url>', 'run it in the cloud that drydock serve offers there').conflicts('seed'),
  )
  .option('--seed <seed>', 'any text: equal seeds give equal worlds')
  .action(async (file: string | undefined, options: { c?: string; seed?: string; url?: string }) => {
    const { exec } = await import('./exec.ts');
    process.exitCode = await exec({ file, ...options });
  });

program
  .command('lint')
  .description('Check task definitions, Dockerfiles, policies and AppSpec files as AWS and Docker would.')
  .argument('<files...>', 'the files; - reads standard input')
  .addOption(
    new Option('--format <format>', 'how to report').choices(['text', 'json', 'github']).default('text'),
  )
  .addOption(
    new Option('--kind <kind>', "what the files are, when their names don't say").choices([
      'task definition',
      'Dockerfile',
      'identity policy',
      'trust policy',
      'repository policy',
      'lifecycle policy',
      'AppSpec file',
    ]),
  )
  .action(async (files: string[], options: LintOptions) => {
    const { lint } = await import('./lint.ts');
    process.exitCode = await lint(files, options, {
      stdout: (text) => process.stdout.write(text),
      stderr: (text) => process.stderr.write(text),
    });
  });

program
  .command('site')
  .description('Serve the built course.')
  .option(
    '--port <port>',
    'the port to listen on',
    wholeNumber('The port', 0, 65535),
    Number(process.env['PORT'] ?? 4321),
  )
  .option('--host <host>', 'the address to listen on', process.env['HOST'] ?? 'localhost')
  .action(async (options: { port: number; host: string }) => {
    const { site } = await import('./site.ts');
    process.stdout.write(`Drydock is open at ${(await site(options)).url}\n`);
  });

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    const { code, port, message } = error as { code?: string; port?: number; message: string };
    process.stderr.write(
      code === 'EADDRINUSE'
        ? `drydock: port ${port} is in use. Stop what uses it, or choose another with --port.\n`
        : code === 'EACCES'
          ? `drydock: this user may not listen on port ${port}. Choose one above 1023 with --port.\n`
          : `drydock: ${message}\n`,
    );
    process.exitCode = 2;
  }
}
