import type { PublicImage } from '../images/index.ts';
import { assemble } from './image.ts';
import { makeLayer } from './layer.ts';
import type { ImageDocument, Layer, LocalImage } from './state.ts';

const mebibyte = 1024 * 1024;

/** Pulls of the outside world run at about this many bytes a second. */
export const downloadRate = 40 * mebibyte;

/**
 * An image of the outside world as the engine has it after a pull. Its layers are stand-ins: small archives with true
 * digests, whose stated sizes are those of the real ones.
 */
export function fromPublic(image: PublicImage, platform: string): { image: LocalImage; layers: Layer[] } {
  const [os, architecture] = platform.split('/') as [string, string];
  const shares = sharesOf(image.layers);
  const layers = shares.map((share, index) =>
    makeLayer(
      [
        [
          `/etc/drydock/${image.name.slice(image.name.lastIndexOf('/') + 1)}/${image.tags[0]}/${os}-${architecture}/${index + 1}-of-${image.layers}`,
          '',
        ],
        ...(index === image.layers - 1 ? Object.entries(image.files ?? {}) : []),
      ],
      {
        size: Math.round(image.sizeInMiB * mebibyte * share),
        unpacked: Math.round(image.unpackedInMiB * mebibyte * share),
      },
    ),
  );
  const created = image.created;
  const document: ImageDocument = {
    created,
    architecture,
    os,
    config: image.config,
    rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
    history: [
      ...layers.map((_, index) => ({
        created,
        created_by:
          index === 0 ? '# base layer of the published image' : 'RUN /bin/sh -c # published layer # buildkit',
        comment: 'buildkit.dockerfile.v0',
      })),
      ...(image.config.Entrypoint
        ? [
            {
              created,
              created_by: `ENTRYPOINT ${JSON.stringify(image.config.Entrypoint)}`,
              comment: 'buildkit.dockerfile.v0',
              empty_layer: true,
            },
          ]
        : []),
      ...(image.config.Cmd
        ? [
            {
              created,
              created_by: `CMD ${JSON.stringify(image.config.Cmd)}`,
              comment: 'buildkit.dockerfile.v0',
              empty_layer: true,
            },
          ]
        : []),
    ],
  };
  return { image: assemble(document, layers), layers };
}

/** How an image's size spreads over its layers: each half of what is left, the first the most. */
function sharesOf(count: number): number[] {
  const shares = Array.from({ length: count }, (_, index) => 2 ** -(index + 1));
  shares[count - 1]! += 1 - shares.reduce((sum, share) => sum + share, 0);
  return shares;
}
