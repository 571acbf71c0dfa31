import { readLayerFiles } from '../../docker/layer.ts';
import type { Manifest } from '../manifest.ts';
import type { EcrState } from '../state.ts';

/**
 * The operating system of an image, as the scanner sees it in the layers: `/etc/os-release` where one is there, else the
 * published image that the first layer stands in for. A key of the table of vulnerabilities; undefined when the scanner
 * does not know it, as with images built from scratch and with Windows
 * (https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-troubleshooting.html).
 */
export function operatingSystemOf(
  manifest: Manifest,
  { blobs }: Pick<EcrState, 'blobs'>,
): string | undefined {
  let found: string | undefined;
  for (const { digest } of manifest.layers) {
    const files = readLayerFiles(blobs.get(digest) ?? new Uint8Array());
    const release = files['/etc/os-release'];
    found = release === undefined ? (found ?? ofPublished(Object.keys(files))) : ofRelease(release);
  }
  return found;
}

/** `ID=debian`, `VERSION_ID="12"` (https://www.freedesktop.org/software/systemd/man/latest/os-release.html). */
function ofRelease(text: string): string | undefined {
  const value = (name: string) => new RegExp(`^${name}="?([^"\\n]*)"?$`, 'm').exec(text)?.[1];
  const id = value('ID');
  const version = value('VERSION_ID') ?? '';
  if (id === 'debian' || id === 'amzn' || id === 'ubuntu') return known(`${id}:${version}`);
  if (id === 'ol') return known(`ol:${version.split('.')[0]}`);
  if (id === 'alpine') return known(`alpine:${version.split('.').slice(0, 2).join('.')}`);
  return undefined;
}

function known(name: string): string | undefined {
  return operatingSystems.includes(name) ? name : undefined;
}

export const operatingSystems: readonly string[] = [
  'alpine:3.20',
  'alpine:3.21',
  'alpine:3.22',
  'alpine:3.23',
  'amzn:2',
  'amzn:2023',
  'debian:11',
  'debian:12',
  'debian:13',
  'ol:9',
  'ubuntu:22.04',
  'ubuntu:24.04',
];

/** Stand-in layers name what they stand for: `/etc/drydock/<name>/<first tag>/<platform>/1-of-6`. */
function ofPublished(paths: readonly string[]): string | undefined {
  const path = paths.find((each) => each.startsWith('/etc/drydock/'));
  if (path === undefined || path.includes('/windows-')) return undefined;
  const [name, tag] = path.slice('/etc/drydock/'.length).split('/') as [string, string];
  return published.find(([names, tags]) => names.test(name) && tags.test(tag))?.[2];
}

/** Which system a published image is built on, by its name and by the first of its tags; the first row that fits counts. */
const published: readonly (readonly [names: RegExp, tags: RegExp, operatingSystem: string])[] = [
  [/^alpine$/, /./, 'alpine:3.23'],
  [/./, /alpine/, 'alpine:3.23'],
  [/^amazonlinux$/, /./, 'amzn:2023'],
  [/^amazon-ecs-sample$/, /./, 'amzn:2'],
  [/^ubuntu$/, /./, 'ubuntu:24.04'],
  [/^(sdk|aspnet|runtime)$/, /^10\./, 'ubuntu:24.04'],
  [/^(sdk|aspnet|runtime)$/, /^[89]\./, 'debian:12'],
  [/^(sdk|aspnet|runtime)$/, /^[567]\./, 'debian:11'],
  [/^(debian|httpd|redis|memcached|nginx|postgres|python|golang|php)$/, /./, 'debian:13'],
  [/^node$/, /./, 'debian:12'],
  [/^mysql$/, /./, 'ol:9'],
];
