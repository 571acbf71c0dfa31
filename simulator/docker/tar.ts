/**
 * Tar archives in the ustar format (POSIX.1-1988), as image layers are: deterministic, all times 0, all owners root.
 */
export interface Entry {
  /** Without the leading slash; a directory ends with one. */
  path: string;
  content: Uint8Array;
  /** A pax comment, which unpackers pass over. */
  comment?: string;
}

const block = 512;

/** Writes an archive; entries keep their order. Paths of more than 100 bytes and comments go through a pax header. */
export function writeTar(entries: readonly Entry[]): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const { path, content, comment } of entries) {
    const records = [
      ...(new TextEncoder().encode(path).length > 100 ? [paxRecord('path', path)] : []),
      ...(comment === undefined ? [] : [paxRecord('comment', comment)]),
    ];
    if (records.length > 0) {
      const extended = concatenate(records);
      parts.push(header('PaxHeader', extended.length, 'x'), padded(extended));
    }
    parts.push(header(path, content.length, path.endsWith('/') ? '5' : '0'), padded(content));
  }
  parts.push(new Uint8Array(2 * block));
  return concatenate(parts);
}

/** Reads an archive as `writeTar` and GNU tar write them; other kinds of entries than files and folders are passed over. */
export function readTar(archive: Uint8Array): Entry[] {
  const entries: Entry[] = [];
  const text = new TextDecoder();
  let pax: { path?: string; comment?: string } = {};
  for (let offset = 0; offset + block <= archive.length && archive[offset] !== 0;) {
    const field = (from: number, length: number) =>
      text.decode(archive.subarray(offset + from, offset + from + length)).replace(/\0.*$/s, '');
    const size = Number.parseInt(field(124, 12), 8) || 0;
    const content = archive.subarray(offset + block, offset + block + size);
    const type = field(156, 1);
    if (type === 'x') pax = paxRecords(text.decode(content));
    else {
      const { path = field(0, 100), comment } = pax;
      if (['', '0', '5'].includes(type))
        entries.push({ path, content, ...(comment === undefined ? {} : { comment }) });
      pax = {};
    }
    offset += block + Math.ceil(size / block) * block;
  }
  return entries;
}

function paxRecords(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/^\d+ ([^=\n]+)=(.*)$/gm)].map(([, key, value]) => [key!, value!]),
  );
}

function header(path: string, size: number, type: string): Uint8Array {
  const bytes = new Uint8Array(block);
  const put = (text: string, at: number) => new TextEncoder().encodeInto(text, bytes.subarray(at));
  put(path.slice(0, 100), 0);
  put(type === '5' ? '0000755\0' : '0000644\0', 100);
  put('0000000\0', 108);
  put('0000000\0', 116);
  put(`${size.toString(8).padStart(11, '0')}\0`, 124);
  put('00000000000\0', 136);
  put('        ', 148);
  put(type, 156);
  put('ustar\x0000', 257);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  put(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return bytes;
}

function paxRecord(key: string, value: string): Uint8Array {
  const body = ` ${key}=${value}\n`;
  const bodyLength = new TextEncoder().encode(body).length;
  let length = bodyLength + 1;
  while (String(length).length + bodyLength !== length) length = String(length).length + bodyLength;
  return new TextEncoder().encode(`${length}${body}`);
}

function padded(content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(content.length / block) * block);
  bytes.set(content);
  return bytes;
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
