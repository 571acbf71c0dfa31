import { load, save } from './archive.ts';
import { build } from './build.ts';
import { exec, kill, logs, ps, remove, restart, run, start, stop } from './containers.ts';
import type { Arguments, Command, Flag } from './flags.ts';
import { history, images, removeImages, tag } from './images.ts';
import { inspect } from './inspect.ts';
import { printed, type DockerIo, type Printed } from './io.ts';
import {
  builderCreate,
  builderList,
  builderUse,
  manifestAnnotate,
  manifestCreate,
  manifestInspect,
  manifestPush,
} from './manifests.ts';
import { login, logout, pull, push } from './registry.ts';
import { version } from './version.ts';

export interface Runnable extends Command {
  run(args: Arguments, io: DockerIo): Printed | Promise<Printed>;
}

const flag = (name: string, short?: string): Flag => ({ name, ...(short ? { short } : {}), kind: 'flag' });
const value = (name: string, short?: string): Flag => ({ name, ...(short ? { short } : {}), kind: 'value' });
const list = (name: string, short?: string): Flag => ({ name, ...(short ? { short } : {}), kind: 'list' });
const many = Infinity;

const buildCommand: Runnable = {
  usage: 'docker buildx build [OPTIONS] PATH | URL | -',
  about: 'Start a build',
  flags: [
    list('tag', 't'),
    value('file', 'f'),
    value('target'),
    list('build-arg'),
    value('platform'),
    flag('no-cache'),
    flag('pull'),
    flag('quiet', 'q'),
    value('progress'),
    flag('load'),
    flag('push'),
    list('label'),
    value('provenance'),
  ],
  takes: [1, 1],
  run: build,
};
const imagesCommand: Runnable = {
  usage: 'docker images [OPTIONS] [REPOSITORY[:TAG]]',
  about: 'List images',
  flags: [flag('all', 'a'), flag('quiet', 'q'), flag('digests'), flag('no-trunc'), value('format')],
  takes: [0, 1],
  run: images,
};
const removeImageCommand: Runnable = {
  usage: 'docker rmi [OPTIONS] IMAGE [IMAGE...]',
  about: 'Remove one or more images',
  flags: [flag('force', 'f'), flag('no-prune')],
  takes: [1, many],
  run: removeImages,
};
const pushCommand: Runnable = {
  usage: 'docker push [OPTIONS] NAME[:TAG]',
  about: 'Upload an image to a registry',
  flags: [flag('quiet', 'q'), flag('disable-content-trust')],
  takes: [1, 1],
  run: push,
};
const pullCommand: Runnable = {
  usage: 'docker pull [OPTIONS] NAME[:TAG|@DIGEST]',
  about: 'Download an image from a registry',
  flags: [flag('quiet', 'q'), value('platform'), flag('disable-content-trust')],
  takes: [1, 1],
  run: pull,
};
const tagCommand: Runnable = {
  usage: 'docker tag SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]',
  about: 'Create a tag TARGET_IMAGE that refers to SOURCE_IMAGE',
  flags: [],
  takes: [2, 2],
  run: tag,
};
const historyCommand: Runnable = {
  usage: 'docker history [OPTIONS] IMAGE',
  about: 'Show the history of an image',
  flags: [flag('no-trunc'), flag('quiet', 'q'), value('format')],
  takes: [1, 1],
  run: history,
};
const saveCommand: Runnable = {
  usage: 'docker save [OPTIONS] IMAGE [IMAGE...]',
  about: 'Save one or more images to a tar archive (streamed to STDOUT by default)',
  flags: [value('output', 'o')],
  takes: [1, many],
  run: save,
};
const loadCommand: Runnable = {
  usage: 'docker load [OPTIONS]',
  about: 'Load an image from a tar archive or STDIN',
  flags: [value('input', 'i'), flag('quiet', 'q')],
  takes: [0, 0],
  run: load,
};
const runCommand: Runnable = {
  usage: 'docker run [OPTIONS] IMAGE [COMMAND] [ARG...]',
  about: 'Create and run a new container from an image',
  flags: [
    flag('detach', 'd'),
    flag('rm'),
    flag('interactive', 'i'),
    flag('tty', 't'),
    list('publish', 'p'),
    value('name'),
    list('env', 'e'),
    value('entrypoint'),
    value('workdir', 'w'),
    value('user', 'u'),
    value('platform'),
  ],
  takes: [1, many],
  stopsAtArgument: true,
  run,
};
const psCommand: Runnable = {
  usage: 'docker ps [OPTIONS]',
  about: 'List containers',
  flags: [flag('all', 'a'), flag('quiet', 'q'), flag('no-trunc'), value('format')],
  takes: [0, 0],
  run: ps,
};
const logsCommand: Runnable = {
  usage: 'docker logs [OPTIONS] CONTAINER',
  about: 'Fetch the logs of a container',
  flags: [flag('follow', 'f'), value('tail', 'n')],
  takes: [1, 1],
  run: logs,
};
const stopCommand: Runnable = {
  usage: 'docker stop [OPTIONS] CONTAINER [CONTAINER...]',
  about: 'Stop one or more running containers',
  flags: [value('time', 't'), value('timeout')],
  takes: [1, many],
  run: stop,
};
const startCommand: Runnable = {
  usage: 'docker start [OPTIONS] CONTAINER [CONTAINER...]',
  about: 'Start one or more stopped containers',
  flags: [],
  takes: [1, many],
  run: start,
};
const restartCommand: Runnable = {
  usage: 'docker restart [OPTIONS] CONTAINER [CONTAINER...]',
  about: 'Restart one or more containers',
  flags: [value('time', 't'), value('timeout')],
  takes: [1, many],
  run: restart,
};
const execCommand: Runnable = {
  usage: 'docker exec [OPTIONS] CONTAINER COMMAND [ARG...]',
  about: 'Execute a command in a running container',
  flags: [
    flag('detach', 'd'),
    flag('interactive', 'i'),
    flag('tty', 't'),
    list('env', 'e'),
    value('workdir', 'w'),
    value('user', 'u'),
  ],
  takes: [2, many],
  stopsAtArgument: true,
  run: exec,
};
const killCommand: Runnable = {
  usage: 'docker kill [OPTIONS] CONTAINER [CONTAINER...]',
  about: 'Kill one or more running containers',
  flags: [],
  takes: [1, many],
  run: kill,
};
const removeCommand: Runnable = {
  usage: 'docker rm [OPTIONS] CONTAINER [CONTAINER...]',
  about: 'Remove one or more containers',
  flags: [flag('force', 'f'), flag('volumes', 'v')],
  takes: [1, many],
  run: remove,
};
const inspectFlags = [value('format', 'f'), flag('size', 's'), value('type')];

/** Commands by what stands after `docker`; those with a blank belong to a group, such as `image ls`. */
export const commands: Readonly<Record<string, Runnable>> = {
  build: buildCommand,
  'buildx build': buildCommand,
  'image build': buildCommand,
  images: imagesCommand,
  'image ls': imagesCommand,
  'image list': imagesCommand,
  rmi: removeImageCommand,
  'image rm': removeImageCommand,
  'image remove': removeImageCommand,
  tag: tagCommand,
  'image tag': tagCommand,
  push: pushCommand,
  'image push': pushCommand,
  pull: pullCommand,
  'image pull': pullCommand,
  history: historyCommand,
  'image history': historyCommand,
  save: saveCommand,
  'image save': saveCommand,
  load: loadCommand,
  'image load': loadCommand,
  inspect: {
    usage: 'docker inspect [OPTIONS] NAME|ID [NAME|ID...]',
    about: 'Return low-level information on Docker objects',
    flags: inspectFlags,
    takes: [1, many],
    run: (args, io) => inspect(args, io, 'any'),
  },
  'image inspect': {
    usage: 'docker image inspect [OPTIONS] IMAGE [IMAGE...]',
    about: 'Display detailed information on one or more images',
    flags: inspectFlags,
    takes: [1, many],
    run: (args, io) => inspect(args, io, 'image'),
  },
  'container inspect': {
    usage: 'docker container inspect [OPTIONS] CONTAINER [CONTAINER...]',
    about: 'Display detailed information on one or more containers',
    flags: inspectFlags,
    takes: [1, many],
    run: (args, io) => inspect(args, io, 'any'),
  },
  login: {
    usage: 'docker login [OPTIONS] [SERVER]',
    about: 'Authenticate to a registry',
    flags: [value('username', 'u'), value('password', 'p'), flag('password-stdin')],
    takes: [0, 1],
    run: login,
  },
  logout: {
    usage: 'docker logout [SERVER]',
    about: 'Log out from a registry',
    flags: [],
    takes: [0, 1],
    run: logout,
  },
  run: runCommand,
  'container run': runCommand,
  ps: psCommand,
  'container ls': psCommand,
  'container ps': psCommand,
  logs: logsCommand,
  'container logs': logsCommand,
  stop: stopCommand,
  'container stop': stopCommand,
  start: startCommand,
  'container start': startCommand,
  restart: restartCommand,
  'container restart': restartCommand,
  exec: execCommand,
  'container exec': execCommand,
  kill: killCommand,
  'container kill': killCommand,
  rm: removeCommand,
  'container rm': removeCommand,
  'manifest inspect': {
    usage: 'docker manifest inspect [OPTIONS] [MANIFEST_LIST] MANIFEST',
    about: 'Display an image manifest, or manifest list',
    flags: [flag('verbose', 'v'), flag('insecure')],
    takes: [1, 2],
    run: manifestInspect,
  },
  'manifest create': {
    usage: 'docker manifest create MANIFEST_LIST MANIFEST [MANIFEST...]',
    about: 'Create a local manifest list for annotating and pushing to a registry',
    flags: [flag('amend', 'a'), flag('insecure')],
    takes: [2, many],
    run: manifestCreate,
  },
  'manifest annotate': {
    usage: 'docker manifest annotate [OPTIONS] MANIFEST_LIST MANIFEST',
    about: 'Add additional information to a local image manifest',
    flags: [value('arch'), value('os'), value('variant')],
    takes: [2, 2],
    run: manifestAnnotate,
  },
  'manifest push': {
    usage: 'docker manifest push [OPTIONS] MANIFEST_LIST',
    about: 'Push a manifest list to a repository',
    flags: [flag('purge', 'p'), flag('insecure')],
    takes: [1, 1],
    run: manifestPush,
  },
  'buildx create': {
    usage: 'docker buildx create [OPTIONS] [CONTEXT|ENDPOINT]',
    about: 'Create a new builder instance',
    flags: [value('name'), flag('use'), flag('bootstrap'), value('driver'), value('platform')],
    takes: [0, 1],
    run: builderCreate,
  },
  'buildx use': {
    usage: 'docker buildx use [OPTIONS] NAME',
    about: 'Set the current builder instance',
    flags: [flag('default'), flag('global')],
    takes: [1, 1],
    run: builderUse,
  },
  'buildx ls': {
    usage: 'docker buildx ls',
    about: 'List builder instances',
    flags: [],
    takes: [0, 0],
    run: builderList,
  },
  version: {
    usage: 'docker version [OPTIONS]',
    about: 'Show the Docker version information',
    flags: [value('format', 'f')],
    takes: [0, 0],
    run: version,
  },
};

/** Words after `docker` that are groups of commands. */
export const groups: readonly string[] = ['buildx', 'container', 'image', 'manifest'];

/** Docker's commands that Drydock leaves out, so that it can say so. */
export const leftOut: readonly string[] = [
  'attach', 'builder', 'checkpoint', 'commit', 'compose', 'config', 'context', 'cp', 'create', 'diff', 'events', 'export',
  'import', 'info', 'init', 'network', 'node', 'pause', 'plugin', 'port', 'rename', 'scout', 'search', 'secret',
  'service', 'stack', 'stats', 'swarm', 'system', 'top', 'trust', 'unpause', 'update', 'volume', 'wait',
]; // prettier-ignore

/** `docker help`. */
export function help(): Printed {
  const shown = Object.entries(commands).filter(([name]) => !name.includes(' '));
  const lines = shown
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, { about }]) => `  ${name.padEnd(12)}${about}`);
  return printed(
    `Usage:  docker [OPTIONS] COMMAND\n\nA self-sufficient runtime for containers\n\nCommands:\n${lines.join('\n')}\n\nManagement Commands:\n${groups.map((name) => `  ${name}`).join('\n')}\n\nRun 'docker COMMAND --help' for more information on a command.\n`,
  );
}
