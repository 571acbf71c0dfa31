/**
 * The form in which a bank's key travels to the page: not readable at a glance, nor found by searching the page's files
 * for an explanation. It deters and does not defend: whoever wants to can run this very code. What has to be secret
 * (an exam) is graded on a server and never enters the site.
 */
import type { BankKey } from './question.ts';
import { numbersFrom } from './shuffle.ts';

function veilBytes(bank: string, bytes: Uint8Array): Uint8Array {
  const next = numbersFrom(`key of ${bank}`);
  return bytes.map((byte) => byte ^ (next() & 0xff));
}

/** Veils a key. @param bank the bank's name, needed again to lift the veil. */
export function veilKey(bank: string, key: BankKey): string {
  const bytes = veilBytes(bank, new TextEncoder().encode(JSON.stringify(key)));
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

/** Lifts the veil. @throws SyntaxError or DOMException when the text was not veiled for this bank. */
export function unveilKey(bank: string, text: string): BankKey {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(veilBytes(bank, bytes))) as BankKey;
}
