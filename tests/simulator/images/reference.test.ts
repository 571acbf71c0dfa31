import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canonicalString,
  familiarString,
  InvalidReference,
  parseReference,
  publicImages,
  resolvePublicImage,
} from '../../../simulator/images/index.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const ecr = '123456789012.dkr.ecr.us-east-1.amazonaws.com';

describe('a reference is normalized as Docker does', () => {
  const cases: [text: string, canonical: string, familiar: string][] = [
    ['httpd', 'docker.io/library/httpd:latest', 'httpd:latest'],
    ['httpd:2.4', 'docker.io/library/httpd:2.4', 'httpd:2.4'],
    ['docker.io/httpd', 'docker.io/library/httpd:latest', 'httpd:latest'],
    ['index.docker.io/library/httpd', 'docker.io/library/httpd:latest', 'httpd:latest'],
    [
      'amazon/amazon-ecs-sample',
      'docker.io/amazon/amazon-ecs-sample:latest',
      'amazon/amazon-ecs-sample:latest',
    ],
    [`${ecr}/team/web:v1`, `${ecr}/team/web:v1`, `${ecr}/team/web:v1`],
    ['localhost/x', 'localhost/x:latest', 'localhost/x:latest'],
    ['localhost:5000/x', 'localhost:5000/x:latest', 'localhost:5000/x:latest'],
    [`busybox@${digest}`, `docker.io/library/busybox@${digest}`, `busybox@${digest}`],
    [`busybox:1@${digest}`, `docker.io/library/busybox:1@${digest}`, `busybox:1@${digest}`],
  ];
  for (const [text, canonical, familiar] of cases) {
    it(text, () =>
      expect([canonicalString(parseReference(text)), familiarString(parseReference(text))]).toEqual([
        canonical,
        familiar,
      ]),
    );
  }

  const refused: [text: string, message: string][] = [
    ['', 'invalid reference format'],
    ['Web', 'invalid reference format: repository name (library/Web) must be lowercase'],
    ['web:', 'invalid reference format'],
    ['web:-x', 'invalid reference format'],
    ['a//b', 'invalid reference format'],
    ['web@sha256:abc', 'invalid reference format'],
    ['-web', 'invalid reference format'],
    [
      'a'.repeat(64),
      `invalid repository name (${'a'.repeat(64)}), cannot specify 64-byte hexadecimal strings`,
    ],
    ['b'.repeat(256).replaceAll('b', 'z'), 'repository name must not be more than 255 characters'],
  ];
  for (const [text, message] of refused)
    it(`refuses ${text.slice(0, 20)}`, () =>
      expect(() => parseReference(text)).toThrow(new InvalidReference(message)));

  it('once normalized, stays as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab1./:-_@') }), (text) => {
        try {
          const canonical = canonicalString(parseReference(text));
          expect(canonicalString(parseReference(canonical))).toBe(canonical);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidReference);
        }
      }),
    );
  });
});

describe('the outside world', () => {
  it('resolves each of its images by each of its tags, and no tag stands on two', () => {
    const names = publicImages.flatMap(({ name, tags, platforms }) =>
      tags.map((tag) => `${name}:${tag} ${platforms[0]}`),
    );
    expect(new Set(names).size).toBe(names.length);
    for (const image of publicImages)
      for (const tag of image.tags) expect(resolvePublicImage(`${image.name}:${tag}`)).toBe(image);
  });
  it('has the images that the course speaks of', () => {
    for (const name of [
      'httpd:2.4',
      'nginx',
      'busybox',
      'alpine',
      'hello-world',
      'redis',
      'amazonlinux',
      'public.ecr.aws/docker/library/httpd:2.4',
      'public.ecr.aws/nginx/nginx',
      'public.ecr.aws/amazonlinux/amazonlinux',
      'public.ecr.aws/ecs-sample-image/amazon-ecs-sample:latest',
      'mcr.microsoft.com/dotnet/sdk:8.0',
      'mcr.microsoft.com/dotnet/aspnet:10.0',
      'mcr.microsoft.com/dotnet/runtime:8.0',
      'mcr.microsoft.com/dotnet/aspnet:8.0-nanoserver-ltsc2022',
    ]) {
      expect(resolvePublicImage(name), name).toBeDefined();
    }
    expect(resolvePublicImage('httpd:9')).toBeUndefined();
  });
});
