import { digestOf } from '../../simulator/ecr/digest.ts';
import { createCloud, defaultRegion, learner, type Cloud } from '../../simulator/index.ts';
import { print, quantile, time } from './figure.ts';

const repositoryName = 'web';

function ask(cloud: Cloud, operation: string, input: unknown): any {
  const reply = cloud.apply({
    type: 'call',
    at: cloud.now,
    call: { service: 'ecr', operation, input, region: defaultRegion, principal: learner },
  });
  if (!reply.ok) throw new Error(`${operation}: ${reply.error.message}`);
  return reply.output;
}

/** A layer's content (64 KiB, base64) and digest, different for every number. */
function layerOf(number: number): { base64: string; digest: string; size: number } {
  const bytes = new Uint8Array(65_536).fill(number % 251);
  new DataView(bytes.buffer).setUint32(0, number);
  return { base64: Buffer.from(bytes).toString('base64'), digest: digestOf(bytes), size: bytes.length };
}

type Layer = ReturnType<typeof layerOf>;

function upload(cloud: Cloud, { base64, digest, size }: Layer): void {
  const { layers } = ask(cloud, 'BatchCheckLayerAvailability', { repositoryName, layerDigests: [digest] });
  if (layers[0].layerAvailability === 'AVAILABLE') return;
  const { uploadId } = ask(cloud, 'InitiateLayerUpload', { repositoryName });
  ask(cloud, 'UploadLayerPart', {
    repositoryName,
    uploadId,
    partFirstByte: 0,
    partLastByte: size - 1,
    layerPartBlob: base64,
  });
  ask(cloud, 'CompleteLayerUpload', { repositoryName, uploadId, layerDigests: [digest] });
}

const manifestOf = (config: Layer, layers: readonly Layer[], number: number) =>
  JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: {
      mediaType: 'application/vnd.oci.image.config.v1+json',
      digest: config.digest,
      size: config.size,
    },
    layers: layers.map(({ digest, size }) => ({
      mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
      digest,
      size,
    })),
    annotations: { number: String(number) },
  });

function cloudWith(images: number): Cloud {
  const cloud = createCloud({ seed: 'bench' });
  ask(cloud, 'CreateRepository', { repositoryName });
  const [config, layer] = [layerOf(0), layerOf(1)];
  for (const each of [config, layer]) upload(cloud, each);
  for (let number = 0; number < images; number++)
    ask(cloud, 'PutImage', {
      repositoryName,
      imageManifest: manifestOf(config, [layer], number),
      imageTag: `v${number}`,
    });
  return cloud;
}

function benchPush(): void {
  const cloud = createCloud({ seed: 'bench' });
  ask(cloud, 'CreateRepository', { repositoryName });
  const times = Array.from({ length: 30 }, (_, round) => {
    const [config, ...layers] = Array.from({ length: 21 }, (__, index) => layerOf(round * 21 + index)) as [
      Layer,
      ...Layer[],
    ];
    return time(() => {
      for (const each of [config, ...layers]) upload(cloud, each);
      ask(cloud, 'PutImage', {
        repositoryName,
        imageManifest: manifestOf(config, layers, round),
        imageTag: 'latest',
      });
    });
  });
  print({
    figure: 'push-20-layers',
    value: quantile(times, 0.5),
    unit: 'ms',
    of: 'push of an image with 20 new layers of 64 KiB through the ECR API in process, median of 30',
  });
}

export async function benchEcr(): Promise<void> {
  benchPush();
  let cloud!: Cloud;
  for (const count of [1_000, 100_000]) {
    cloud = cloudWith(count);
    const tokens: (string | undefined)[] = [];
    let nextToken: string | undefined;
    do {
      tokens.push(nextToken);
      nextToken = ask(cloud, 'DescribeImages', {
        repositoryName,
        ...(nextToken === undefined ? {} : { nextToken }),
      }).nextToken;
    } while (nextToken !== undefined);
    const times = Array.from({ length: 1_000 }, (_, index) => {
      // The same ten pages of either registry, spread from its beginning to its end.
      const token = tokens[Math.floor(((index % 10) * tokens.length) / 10)];
      const input = { repositoryName, ...(token === undefined ? {} : { nextToken: token }) };
      return time(() => void ask(cloud, 'DescribeImages', input)) * 1000;
    });
    print({
      figure: `describe-images-page-of-${count}`,
      value: quantile(times, 0.5),
      unit: 'µs',
      of: `DescribeImages, a page of 100 among ${count} images, median of 1000 calls for ten pages spread over it`,
    });
  }
  const lifecyclePolicyText = JSON.stringify({
    rules: [
      {
        rulePriority: 1,
        selection: {
          tagStatus: 'tagged',
          tagPatternList: ['v*7'],
          countType: 'imageCountMoreThan',
          countNumber: 100,
        },
        action: { type: 'expire' },
      },
      {
        rulePriority: 2,
        selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 50_000 },
        action: { type: 'expire' },
      },
    ],
  });
  ask(cloud, 'StartLifecyclePolicyPreview', { repositoryName, lifecyclePolicyText });
  const evaluation = time(() => void cloud.apply({ type: 'clock', at: cloud.now + 10_000 }));
  const { summary } = ask(cloud, 'GetLifecyclePolicyPreview', { repositoryName });
  print({
    figure: 'lifecycle-preview-100000',
    value: evaluation,
    unit: 'ms',
    of: `evaluation of 2 lifecycle rules over 100000 images, of which ${summary.expiringImageTotalCount} expire`,
  });
  ask(cloud, 'PutLifecyclePolicy', { repositoryName, lifecyclePolicyText });
  const applied = time(() => void cloud.apply({ type: 'clock', at: cloud.now + 24 * 60 * 60 * 1000 }));
  print({
    figure: 'lifecycle-applied-100000',
    value: applied,
    unit: 'ms',
    of: 'the same evaluated and carried out',
  });
}
