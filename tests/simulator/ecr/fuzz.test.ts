import fc from 'fast-check';
import { expect, test } from 'vitest';
import { models } from '../../../simulator/api/model.ts';
import { digestOf } from '../../../simulator/ecr/digest.ts';
import { ecrService } from '../../../simulator/ecr/index.ts';
import { ecrPublicService } from '../../../simulator/ecr/public/index.ts';
import { fits } from '../../../simulator/ecr/wildcard.ts';
import { hands, type Hands } from '../cloud.ts';
import { push, repository } from './pushing.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const texts = fc.oneof(
  fc.constantFrom(
    'web',
    'v1',
    digest,
    'sha256:x',
    '',
    '*',
    'ROOT',
    'AES256',
    'public.ecr.aws',
    '__proto__',
    'toString',
  ),
  fc.string(),
  fc.json(),
);

/** Values of a shape: mostly of the right kind, with members left out and put in at random. */
function valueOf(service: string, shapeName: string, depth = 0): fc.Arbitrary<unknown> {
  const shape = models[service]!.shapes[shapeName]!;
  switch (shape.type) {
    case 'structure':
    case 'union':
      return depth > 5
        ? fc.constant({})
        : fc.record(
            Object.fromEntries(
              Object.entries(shape.members ?? {}).map(([name, member]) => [
                name,
                valueOf(service, member, depth + 1),
              ]),
            ),
            { requiredKeys: (shape.required ?? []) as string[] },
          );
    case 'list':
      return fc.array(valueOf(service, shape.member!, depth + 1), { maxLength: 3 });
    case 'map':
      return fc.dictionary(texts, valueOf(service, shape.member!, depth + 1), { maxKeys: 3 });
    case 'integer':
      return fc.oneof(fc.integer({ min: -2, max: 200 }), fc.maxSafeInteger());
    case 'double':
    case 'timestamp':
      return fc.double();
    case 'boolean':
      return fc.boolean();
    case 'blob':
      return fc.oneof(fc.base64String(), fc.string());
    default:
      return shape.enum ? fc.oneof(fc.constantFrom(...shape.enum), texts) : texts;
  }
}

function world(): Hands {
  const one = hands();
  repository(one, 'web');
  push(one, 'layer', { tag: 'v1' });
  one.ask('ecr-public', 'CreateRepository', { repositoryName: 'web' });
  return one;
}

/** Makes the call; a refusal must name an error of the service and leave the world as it was. */
function call(one: Hands, service: string, operation: string, input: unknown): void {
  const before = one.cloud.snapshot();
  const reply = one.cloud.apply({
    type: 'call',
    at: one.cloud.now,
    call: {
      service,
      operation,
      input,
      region: 'us-east-1',
      principal: 'arn:aws:iam::123456789012:user/learner',
    },
  });
  if (reply.ok) {
    expect(() => JSON.stringify(reply.output)).not.toThrow();
    return;
  }
  expect(reply.error.code).toMatch(/Exception$/);
  expect(reply.error.message.length).toBeGreaterThan(0);
  expect(one.cloud.snapshot()).toBe(before);
}

test.each([
  ['ecr', Object.keys(ecrService.operations)],
  ['ecr-public', Object.keys(ecrPublicService.operations)],
])(
  'no input of any operation of %s brings the world down, and a refused one changes nothing',
  (service, names) => {
    const any = fc
      .constantFrom(...names)
      .chain((operation) =>
        fc.tuple(fc.constant(operation), valueOf(service, models[service]!.operations[operation]!.input)),
      );
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 6 }), (calls) => {
        const one = world();
        for (const [operation, input] of calls) call(one, service, operation, input);
        one.wind(100_000);
      }),
      { numRuns: 400 },
    );
  },
);

test('no input of any operation tells another account of an image', () => {
  const secret = 'SECRET';
  const one = hands();
  repository(one, 'web');
  push(one, secret, { tag: 'v1', config: `{"author":"${secret}"}`, annotations: { about: secret } });
  expect(
    JSON.stringify(
      one.ask('ecr', 'BatchGetImage', { repositoryName: 'web', imageIds: [{ imageTag: 'v1' }] }),
    ),
  ).toContain(secret);
  const names = Object.keys(ecrService.operations);
  const any = fc
    .constantFrom(...names)
    .chain((operation) =>
      fc.tuple(fc.constant(operation), valueOf('ecr', models['ecr']!.operations[operation]!.input)),
    );
  fc.assert(
    fc.property(any, ([operation, input]) => {
      const reply = one.cloud.apply({
        type: 'call',
        at: one.cloud.now,
        call: {
          service: 'ecr',
          operation,
          input: { ...(input as object), registryId: '123456789012' },
          region: 'us-east-1',
          principal: 'arn:aws:iam::210987654321:user/neighbour',
        },
      });
      const told = JSON.stringify(reply);
      expect(told).not.toContain(secret);
      expect(told).not.toContain(digestOf(secret));
    }),
    { numRuns: 1000 },
  );
});

const manifests = fc.oneof(
  fc.json(),
  fc
    .record(
      {
        schemaVersion: fc.anything(),
        mediaType: fc.constantFrom(
          'application/vnd.oci.image.index.v1+json',
          'application/vnd.oci.image.manifest.v1+json',
          'text/plain',
          7,
        ),
        config: fc.anything(),
        layers: fc.anything(),
        manifests: fc.oneof(
          fc.anything(),
          fc.array(fc.record({ digest: fc.constant(digest), size: fc.double() })),
        ),
        subject: fc.anything(),
        annotations: fc.anything(),
      },
      { requiredKeys: [] },
    )
    .map((document) => JSON.stringify(document)),
);

test('no manifest brings the world down', () => {
  fc.assert(
    fc.property(manifests, (imageManifest) =>
      call(world(), 'ecr', 'PutImage', { repositoryName: 'web', imageManifest, imageTag: 'fuzz' }),
    ),
    { numRuns: 300 },
  );
});

const selections = fc.record(
  {
    tagStatus: fc.constantFrom('any', 'tagged', 'untagged', 1),
    tagPrefixList: fc.anything(),
    tagPatternList: fc.array(fc.string()),
    storageClass: fc.constantFrom('standard', 'archive', null),
    countType: fc.constantFrom('imageCountMoreThan', 'sinceImagePushed', 'sinceImagePulled', 'toString'),
    countUnit: fc.constantFrom('days', 'hours'),
    countNumber: fc.oneof(fc.integer(), fc.double()),
  },
  { requiredKeys: [] },
);
const rules = fc.record(
  {
    rulePriority: fc.oneof(fc.nat(3), fc.anything()),
    selection: fc.oneof(selections, fc.anything()),
    action: fc.oneof(fc.constant({ type: 'expire' }), fc.anything()),
  },
  { requiredKeys: [] },
);

test('no lifecycle policy brings the world down, when it is put or when it is evaluated', () => {
  fc.assert(
    fc.property(fc.array(rules, { maxLength: 3 }), (list) => {
      const one = world();
      const lifecyclePolicyText = JSON.stringify({ rules: list }).padEnd(100);
      call(one, 'ecr', 'PutLifecyclePolicy', { repositoryName: 'web', lifecyclePolicyText });
      one.wind(2 * 86_400_000);
    }),
    { numRuns: 300 },
  );
});

test('a name that every object has is no way of counting (found by the fuzzer)', () => {
  const selection = { tagStatus: 'any', countType: 'toString', countNumber: 1 };
  const lifecyclePolicyText = JSON.stringify({
    rules: [{ rulePriority: 1, selection, action: { type: 'expire' } }],
  });
  call(world(), 'ecr', 'PutLifecyclePolicy', { repositoryName: 'web', lifecyclePolicyText });
  expect(world().refusal('ecr', 'GetAccountSetting', { name: 'toString' }).code).toBe(
    'InvalidParameterException',
  );
  expect(world().refusal('ecr', 'constructor').code).toBe('UnknownOperationException');
});

test('a refused repository with a logo uses up none of the world’s chance (found by the fuzzer)', () => {
  call(world(), 'ecr-public', 'CreateRepository', {
    repositoryName: 'web',
    catalogData: { logoImageBlob: 'AAAA' },
  });
});

test('a wildcard fits what a regular expression fits', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '.'), maxLength: 8 });
  fc.assert(
    fc.property(letters, letters, (pattern, text) => {
      const expression = new RegExp(
        `^${pattern
          .split('*')
          .map((part) => part.replaceAll('.', '\\.'))
          .join('.*')}$`,
      );
      expect(fits(pattern, text)).toBe(expression.test(text));
    }),
    { numRuns: 2000 },
  );
});
