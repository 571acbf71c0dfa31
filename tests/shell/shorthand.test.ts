import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readShorthand, ShorthandError } from '../../shell/aws/shorthand.ts';
import observed from './shorthand-observed.json' with { type: 'json' };

describe('shorthand is read as the AWS CLI reads it', () => {
  for (const each of observed.cases as { text: string; value?: unknown; error?: string }[]) {
    it(JSON.stringify(each.text), () => {
      if (each.error === undefined) expect(readShorthand(each.text)).toEqual(each.value);
      else expect(() => readShorthand(each.text)).toThrow(new ShorthandError(each.error, true));
    });
  }

  it('never throws anything but a usage error', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...`ab=,[]{}'" \\\n1-|~^é`) }), (text) => {
        try {
          readShorthand(text);
        } catch (error) {
          expect(error).toBeInstanceOf(ShorthandError);
        }
      }),
    );
  });

  it('gives quoted text back as it was', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const quoted = text.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
        // A backslash before a quote is where the AWS CLI's own unquoting goes wrong: it replaces \" before \\.
        fc.pre(!/\\"|\\\\/.test(text) && !text.endsWith('\\'));
        expect(readShorthand(`key="${quoted}"`)).toEqual({ key: text });
      }),
    );
  });
});
