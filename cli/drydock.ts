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

const basePath = (text: string) => {
  if (!/^\/([\w.~-]+\/)*$/.test(text))
    throw new InvalidArgumentError(
      `A base path begins and ends with a slash, such as /drydock/, not "${text}".`,
    );
  return text;
};

const publicAddress = (text: string) => {
  if (!URL.canParse(text) || !/^https?:/.test(text))
    throw new InvalidArgumentError(
      `The address is a whole one, such as https://course.example/, not "${text}".`,
    );
  return text.endsWith('/') ? text : `${text}/`;
};

interface SiteCommand {
  port: number;
  host?: string;
  base: string;
  cert?: string;
  key?: string;
  publicUrl?: string;
  workshop?: true;
  data: string;
  plan?: string;
  keep: number;
  trustProxy?: true;
}

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
  .option('--host <host>', 'the address to listen on (localhost; with --workshop, every one of this machine)')
  .addOption(
    new Option('--base <path>', 'the path that the course was built for').argParser(basePath).default('/'),
  )
  .option('--cert <file>', 'a certificate, for https without a proxy')
  .option('--key <file>', "the certificate's key")
  .option('--public-url <url>', 'the address that people use, when a proxy stands in front', publicAddress)
  .option('--workshop', 'host workshops: rooms that people join by a code')
  .option('--data <folder>', 'where rooms are kept, with --workshop', 'drydock-data')
  .option('--plan <plan>', 'the plan of the room: a name, or a YAML file, with --workshop')
  .option('--keep <days>', 'delete a room after so many days', wholeNumber('The number of days', 1, 3650), 30)
  .option('--trust-proxy', "believe X-Forwarded-For and X-Forwarded-Host: a proxy of one's own sets them")
  .action(async (options: SiteCommand) => {
    const { site } = await import('./site.ts');
    const { workshop, data, plan, keep, trustProxy, host, ...rest } = options;
    const hosted = workshop
      ? { data, keep, ...(plan ? { plan } : {}), ...(trustProxy ? { trustProxy } : {}) }
      : undefined;
    const { url, welcome, close } = await site({
      ...rest,
      // A room is there to be joined from other machines.
      host: host ?? process.env['HOST'] ?? (workshop ? '0.0.0.0' : 'localhost'),
      workshop: hosted,
    });
    process.stdout.write(`Drydock is open at ${url}\n${welcome}`);
    // What was acknowledged is stored already; this ends connections in good order.
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => void close().finally(() => process.exit(0)));
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
