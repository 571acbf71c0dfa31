import type { HistoryLine, ImageSummary } from '../../simulator/docker/index.ts';
import { engine } from './engine.ts';
import { DockerCliError } from './errors.ts';
import type { Arguments } from './flags.ts';
import { ago, ellipsis, humanSize } from './format.ts';
import { printed, type DockerIo, type Printed } from './io.ts';
import { listing, type Column } from './listing.ts';

const imageColumns: readonly Column[] = [
  ['REPOSITORY', 'Repository'],
  ['TAG', 'Tag'],
  ['IMAGE ID', 'ID'],
  ['CREATED', 'CreatedSince'],
  ['SIZE', 'Size'],
];

const imageHeadings: Readonly<Record<string, string>> = {
  Repository: 'REPOSITORY',
  Tag: 'TAG',
  Digest: 'DIGEST',
  ID: 'IMAGE ID',
  CreatedSince: 'CREATED',
  CreatedAt: 'CREATED AT',
  Size: 'SIZE',
};

const short = (id: string, full: boolean) => (full ? id : id.slice(7, 19));

/** `docker images`. */
export function images(args: Arguments, io: DockerIo): Printed {
  const [reference] = args.positional;
  const list = engine<ImageSummary[]>(io, 'ImageList', reference === undefined ? {} : { reference });
  const full = args.has('no-trunc');
  if (args.has('quiet'))
    return printed([...new Set(list.map(({ Id }) => short(Id, full)))].map((id) => `${id}\n`).join(''));
  const rows = list.flatMap((image) => imageRows(image, full, io.date()));
  const withDigest: readonly Column[] = [
    ...imageColumns.slice(0, 2),
    ['DIGEST', 'Digest'],
    ...imageColumns.slice(2),
  ];
  return printed(
    listing(rows, args.has('digests') ? withDigest : imageColumns, imageHeadings, args.value('format')),
  );
}

function imageRows(
  { Id, RepoTags, RepoDigests, Created, Size }: ImageSummary,
  full: boolean,
  now: number,
): Record<string, string>[] {
  const common = {
    ID: short(Id, full),
    CreatedSince: ago(Date.parse(Created), now),
    CreatedAt: goTime(Created),
    Size: humanSize(Size),
  };
  const names = RepoTags.length > 0 ? RepoTags : ['<none>:<none>'];
  return names.map((name) => {
    const at = name.lastIndexOf(':');
    const Repository = name.slice(0, at);
    const Digest =
      RepoDigests.find((digest) => digest.startsWith(`${Repository}@`))?.slice(Repository.length + 1) ??
      '<none>';
    return Object.assign({ Repository, Tag: name.slice(at + 1), Digest }, common);
  });
}

/** A moment as Go prints it: `2026-01-05 09:00:00 +0000 UTC`. */
function goTime(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} +0000 UTC`;
}

/** `docker tag`. */
export function tag({ positional: [source, target] }: Arguments, io: DockerIo): Printed {
  engine(io, 'ImageTag', { source, target });
  return printed('');
}

/** `docker rmi`: goes on after a name that it cannot remove. */
export function removeImages(args: Arguments, io: DockerIo): Printed {
  const lines: string[] = [];
  const errors: string[] = [];
  for (const reference of args.positional) {
    try {
      for (const { Untagged, Deleted } of engine<{ Untagged?: string; Deleted?: string }[]>(
        io,
        'ImageRemove',
        { reference, force: args.has('force') },
      )) {
        lines.push(Untagged === undefined ? `Deleted: ${Deleted}\n` : `Untagged: ${Untagged}\n`);
      }
    } catch (error) {
      if (!(error instanceof DockerCliError)) throw error;
      errors.push(`${error.message}\n`);
    }
  }
  return printed(lines.join(''), errors.join(''), errors.length > 0 ? 1 : 0);
}

const historyColumns: readonly Column[] = [
  ['IMAGE', 'ID'],
  ['CREATED', 'CreatedSince'],
  ['CREATED BY', 'CreatedBy'],
  ['SIZE', 'Size'],
  ['COMMENT', 'Comment'],
];
const historyHeadings: Readonly<Record<string, string>> = {
  ...Object.fromEntries(historyColumns.map(([heading, field]) => [field, heading])),
  CreatedAt: 'CREATED AT',
};

/** `docker history`. */
export function history(args: Arguments, io: DockerIo): Printed {
  const lines = engine<HistoryLine[]>(io, 'ImageHistory', { reference: args.positional[0] });
  const full = args.has('no-trunc');
  const idOf = (id: string) => (id.startsWith('sha256:') ? short(id, full) : id);
  if (args.has('quiet')) return printed(lines.map(({ Id }) => `${idOf(Id)}\n`).join(''));
  const rows = lines.map(({ Id, Created, CreatedBy, Size, Comment }) => ({
    ID: idOf(Id),
    CreatedSince: ago(Date.parse(Created), io.date()),
    CreatedAt: `${Created.slice(0, 19)}Z`,
    CreatedBy: full ? CreatedBy : ellipsis(CreatedBy, 45),
    Size: humanSize(Size),
    Comment,
  }));
  return printed(listing(rows, historyColumns, historyHeadings, args.value('format')));
}
