/** Whether a block such as `172.31.0.0/16` holds an IPv4 address. */
export function holds(block: string, address: string): boolean {
  const [network = '', bits = '32'] = block.split('/');
  const mask = bits === '0' ? 0 : (-1 << (32 - Number(bits))) >>> 0;
  return (numberOf(network) & mask) >>> 0 === (numberOf(address) & mask) >>> 0;
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, part) => ((sum << 8) | Number(part)) >>> 0, 0);
}

/** How many bits of a block's addresses are the network's. */
export function prefixLength(block: string): number {
  return Number(block.split('/')[1] ?? 32);
}
