import { inventories } from '@iopath/testing';
import fc from 'fast-check';
import { canonicalJson } from './canonical-inventory';
import { sameJson } from './same-json';

const agrees = (a: unknown, b: unknown) => expect(sameJson(a, b)).toBe(canonicalJson(a) === canonicalJson(b));

describe('values that are the same as JSON', () => {
  it.each([
    [{ a: 1, b: undefined }, { a: 1 }],
    [{ a: 1 }, { a: 1, b: undefined }],
    [{ a: undefined }, { b: undefined }],
    [{ a: null }, {}],
    [{}, { a: null }],
    [{ a: null }, { a: undefined }],
    [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ],
    [
      [1, 2],
      [2, 1],
    ],
    [[], {}],
    [{}, []],
    [null, {}],
    [JSON.parse('{"__proto__":{}}'), {}],
    [{}, JSON.parse('{"toString":{}}')],
    ['1', 1],
    [-0, 0],
  ])('are those that the canonical text does not tell apart: %j and %j', (a, b) => agrees(a, b));

  it('are the same for any JSON', () => {
    const value = fc.jsonValue({ maxDepth: 3 });
    fc.assert(
      fc.property(value, value, (a, b) => {
        agrees(a, b);
        agrees({ a, b }, { b, a });
        agrees([a, b], [b, a]);
      }),
    );
  });

  it('are the same for inventories', () => {
    fc.assert(fc.property(inventories(), inventories(), (a, b) => agrees(a, b)));
  });
});
