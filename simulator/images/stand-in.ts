/**
 * Layers that stand for something bigger. The layer of an image of the outside world, or of `RUN apt-get install`, is a
 * small archive whose digest and size are true: every client gets the bytes that the manifest announces. What it stands
 * for is written into the file name of its gzip header (RFC 1952, FNAME), where unpackers do not look, and travels with
 * the bytes wherever they are pushed.
 */
export interface Weight {
  /** Compressed bytes. */
  size: number;
  /** Bytes on disk. */
  unpacked: number;
}

/** The file name that says what a layer stands for. */
export function standInName({ size, unpacked }: Weight): string {
  return `stands-for-${size}-${unpacked}`;
}

/** What a layer's bytes stand for; undefined when they stand for themselves. */
export function standsFor(bytes: Uint8Array): Weight | undefined {
  // ID1 ID2 CM FLG(FNAME alone) MTIME(4) XFL OS, and then the name up to a zero.
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes[3] !== 0x08) return undefined;
  const end = bytes.subarray(10, 60).indexOf(0);
  return readStandInName(String.fromCharCode(...bytes.subarray(10, 10 + Math.max(0, end))));
}

/** What a name says that a layer stands for; undefined when it says nothing of the kind. */
export function readStandInName(name: string): Weight | undefined {
  const match = /^stands-for-(\d{1,15})-(\d{1,15})$/.exec(name);
  return match ? { size: Number(match[1]), unpacked: Number(match[2]) } : undefined;
}
