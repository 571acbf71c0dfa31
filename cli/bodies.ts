import type { IncomingMessage } from 'node:http';

/** Why a body was not kept: it alone is too large, or there is no room beside those that are being read. */
export type NotKept = 'too large' | 'no room';

/** Reads a request's body; its largest size is in bytes. */
export type ReadBody = (request: IncomingMessage, largest: number) => Promise<Buffer | NotKept>;

/**
 * Reads bodies, of which together no more than `room` bytes stand in memory.
 * What is not kept is still read to its end, and forgotten: a client that is cut off sees no answer.
 */
export function createBodyReader(room: number): ReadBody {
  let held = 0;
  return (request, largest) =>
    new Promise((resolve, reject) => {
      let chunks: Buffer[] = [];
      let size = 0;
      let kept = 0;
      let notKept: NotKept | undefined;
      const letGo = () => {
        chunks = [];
        held -= kept;
        kept = 0;
      };
      request.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (!notKept && size > largest) notKept = 'too large';
        else if (!notKept && held + chunk.length > room) notKept = 'no room';
        if (notKept) return letGo();
        chunks.push(chunk);
        kept += chunk.length;
        held += chunk.length;
      });
      request.on('end', () => {
        const body = notKept ?? Buffer.concat(chunks);
        letGo();
        resolve(body);
      });
      request.on('error', (error) => {
        letGo();
        reject(error);
      });
    });
}
