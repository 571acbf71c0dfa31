import type { Builder, Inspected } from '../../simulator/docker/index.ts';
import { engine } from './engine.ts';
import type { Arguments } from './flags.ts';
import { columns } from './format.ts';
import { printed, type DockerIo, type Printed } from './io.ts';

/** `docker manifest inspect`. */
export function manifestInspect(args: Arguments, io: DockerIo): Printed {
  io.wind(300);
  const { manifest, isIndex, images } = engine<Inspected>(io, 'DistributionInspect', {
    reference: args.positional[0],
  });
  if (args.has('verbose'))
    return printed(`${JSON.stringify(isIndex ? images : images[0], undefined, '\t')}\n`);
  return printed(`${JSON.stringify(JSON.parse(manifest), undefined, 3)}\n`);
}

/** `docker manifest create`. */
export function manifestCreate(args: Arguments, io: DockerIo): Printed {
  const [list, ...manifests] = args.positional;
  io.wind(300 * manifests.length);
  const created = engine<{ list: string }>(io, 'ManifestCreate', {
    list,
    manifests,
    amend: args.has('amend'),
  });
  return printed(`Created manifest list ${created.list}\n`);
}

/** `docker manifest annotate`. */
export function manifestAnnotate(args: Arguments, io: DockerIo): Printed {
  const [list, manifest] = args.positional;
  const [os, architecture] = [args.value('os'), args.value('arch')];
  engine(io, 'ManifestAnnotate', {
    list,
    manifest,
    ...(os === undefined ? {} : { os }),
    ...(architecture === undefined ? {} : { architecture }),
  });
  return printed('');
}

/** `docker manifest push`. */
export function manifestPush(args: Arguments, io: DockerIo): Printed {
  io.wind(500);
  const { digest } = engine<{ digest: string }>(io, 'ManifestPush', {
    list: args.positional[0],
    purge: args.has('purge'),
  });
  return printed(`${digest}\n`);
}

/** `docker buildx create`. */
export function builderCreate(args: Arguments, io: DockerIo): Printed {
  const name = args.value('name');
  const created = engine<{ name: string }>(io, 'BuilderCreate', {
    ...(name === undefined ? {} : { name }),
    use: args.has('use'),
  });
  return printed(`${created.name}\n`);
}

/** `docker buildx use`. */
export function builderUse(args: Arguments, io: DockerIo): Printed {
  engine(io, 'BuilderUse', { name: args.positional[0] });
  return printed('');
}

/** `docker buildx ls`. */
export function builderList(_args: Arguments, io: DockerIo): Printed {
  const rows = engine<Builder[]>(io, 'BuilderList', {}).map(({ name, driver, current }) => [
    `${name}${current ? '*' : ''}`,
    driver,
    'running',
    driver === 'docker' ? 'linux/amd64' : 'linux/amd64, linux/arm64',
  ]);
  return printed(columns([['NAME/NODE', 'DRIVER/ENDPOINT', 'STATUS', 'PLATFORMS'], ...rows]));
}
