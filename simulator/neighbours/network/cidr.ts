/** Whether a block such as `172.31.0.0/16` holds an IPv4 address. */
export function holds(block: string, address: string): boolean {
  const [network = '', bits = '32'] = block.split('/');
  const mask = maskOf(Number(bits));
  return (addressNumber(network) & mask) >>> 0 === (addressNumber(address) & mask) >>> 0;
}

/** An IPv4 address as one number. */
export function addressNumber(address: string): number {
  return address.split('.').reduce((sum, part) => ((sum << 8) | Number(part)) >>> 0, 0);
}

/** How many bits of a block's addresses are the network's. */
export function prefixLength(block: string): number {
  return Number(block.split('/')[1] ?? 32);
}

/** A block with no bits set behind its prefix, as AWS writes it; undefined for a text that is no block. */
export function canonical(block: string): string | undefined {
  const read = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(block)?.slice(1).map(Number);
  if (!read) return undefined;
  const bits = read.pop()!;
  if (bits > 32 || read.some((part) => part > 255)) return undefined;
  const network = (addressNumber(read.join('.')) & maskOf(bits)) >>> 0;
  return `${[24, 16, 8, 0].map((shift) => (network >>> shift) & 255).join('.')}/${bits}`;
}

/** Whether two blocks share an address. */
export function overlap(one: string, other: string): boolean {
  return holds(one, other.split('/')[0]!) || holds(other, one.split('/')[0]!);
}

function maskOf(bits: number): number {
  return bits === 0 ? 0 : (-1 << (32 - bits)) >>> 0;
}
