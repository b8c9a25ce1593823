import fc from 'fast-check';
import { displayWidth } from './display-width';
import { fitWidths, wrap } from './wrap';

describe('text in narrow columns', () => {
  it('is broken at spaces, and within a word only where that is too long', () => {
    expect(wrap('one two three', 7)).toBe('one two\nthree');
    expect(wrap('0000:3b:00.0', 5)).toBe('0000:\n3b:00\n.0');
  });

  it('loses nothing but spaces, and is nowhere wider than the column', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 30 }), (text, width) => {
        const wrapped = wrap(text, width);

        expect(wrapped.replaceAll(/[ \n]/g, '')).toBe(text.replaceAll(/[ \n]/g, ''));
        expect(Math.max(...wrapped.split('\n').map(displayWidth))).toBeLessThanOrEqual(width);
      }),
    );
  });
});

describe('columns that have to fit together', () => {
  it('keep what they need where they are narrow, and share the rest where they are wide', () => {
    expect(fitWidths([5, 100, 60], 65)).toEqual([5, 30, 30]);
    expect(fitWidths([5, 100, 20], 65)).toEqual([5, 40, 20]);
  });

  it('are never so narrow that nobody can read them', () => {
    expect(fitWidths([50, 50, 50], 10)).toEqual([8, 8, 8]);
  });

  it('take no more than there is, if that is enough to read anything', () => {
    const widths = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(widths, fc.integer({ min: 64, max: 200 }), (natural, room) => {
        const fitted = fitWidths(natural, room);

        expect(fitted.reduce((sum, width) => sum + width, 0)).toBeLessThanOrEqual(room);
        fitted.forEach((width, index) => expect(width).toBeLessThanOrEqual(natural[index] ?? 0));
      }),
    );
  });
});
