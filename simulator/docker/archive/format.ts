/**
 * Parts of the archive that `docker save` writes since Docker 25: an OCI image layout with the older `manifest.json`
 * beside it (https://github.com/moby/moby/blob/v28.5.2/image/tarexport/save.go).
 */
export interface SavedImage {
  /** Path of the configuration. */
  Config: string;
  RepoTags: string[] | null;
  /** Paths of the layers, the lowest first. */
  Layers: string[];
  LayerSources?: Record<string, { mediaType: string; size: number; digest: string }>;
}

export const manifestFile = 'manifest.json';

/** Where the archive keeps the blob with a digest. */
export function blobPath(digest: string): string {
  return `blobs/${digest.replace(':', '/')}`;
}
