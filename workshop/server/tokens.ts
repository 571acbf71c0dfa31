/** Secret links: signed, with role, room and person inside, and an end. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '../room/people.ts';

/** What a token says of its bearer. A host may make rooms, and has none of their own. */
export type Claim = { readonly expires: number } & (
  { readonly role: 'host' } | { readonly role: Role; readonly room: string; readonly person: string }
);

/** Signs and reads tokens. */
export interface Tokens {
  /** @param claim `expires` in ms since the epoch */
  sign(claim: Claim): string;
  /** @returns undefined when the token is none of ours, was changed, or has run out. */
  read(token: unknown): Claim | undefined;
}

export function tokensWith(secret: Uint8Array, now: () => number = Date.now): Tokens {
  const signature = (body: string) => createHmac('sha256', secret).update(body).digest();
  return {
    sign(claim) {
      const body = Buffer.from(JSON.stringify(claim)).toString('base64url');
      return `${body}.${signature(body).toString('base64url')}`;
    },
    read(token) {
      if (typeof token !== 'string' || token.length > 1000) return undefined;
      const [body, signed, more] = token.split('.');
      if (!body || !signed || more !== undefined) return undefined;
      const [is, shouldBe] = [Buffer.from(signed, 'base64url'), signature(body)];
      if (is.length !== shouldBe.length || !timingSafeEqual(is, shouldBe)) return undefined;
      const claim = JSON.parse(Buffer.from(body, 'base64url').toString()) as Claim;
      return claim.expires > now() ? claim : undefined;
    },
  };
}

/**
 * The secret that signs tokens: `DRYDOCK_SECRET`, or one that is made once and kept in the data folder.
 * @throws Error when the variable is too short to be a secret.
 */
export function secretOf(folder: string, given: string | undefined): Buffer {
  if (given !== undefined) {
    if (given.length < 32)
      throw new Error('DRYDOCK_SECRET is too short: give it 32 random characters or more.');
    return Buffer.from(given);
  }
  const file = join(folder, 'secret');
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // `wx`: of two processes that begin at once, one makes it, and the other reads it below.
    try {
      writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  return Buffer.from(readFileSync(file, 'utf8').trim(), 'hex');
}

/** Letters and digits that nobody takes for one another. */
const letters = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

/** A room's code: six of 31 signs, 887 million codes. */
export function newCode(): string {
  // Bytes from 248 up would favour the first letters.
  const signs = [...randomBytes(64)].filter((byte) => byte < 248).map((byte) => letters[byte % 31]!);
  return signs.slice(0, 6).join('');
}

/** A code as somebody typed it: without regard to case, blanks and hyphens. */
export const codeOf = (typed: unknown): string | undefined => {
  const code = typeof typed === 'string' ? typed.slice(0, 40).toUpperCase().replaceAll(/[\s-]/g, '') : '';
  return code.length === 6 && [...code].every((sign) => letters.includes(sign)) ? code : undefined;
};

/** The id of a room. */
export const newId = (): string => randomBytes(9).toString('base64url');
